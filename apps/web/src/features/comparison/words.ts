import type { GoldenDisagreement } from '@countersign/contracts';

export { schemaChangeWord as changeWord } from '@countersign/contracts';

export const goldenReason: Record<NonNullable<GoldenDisagreement['reason']>, string> = {
  NO_GOLDEN_SET: 'One of the versions has no golden set.',
  UNREADABLE: 'The golden set of one of the versions cannot be read.',
  NOTHING_IN_COMMON: 'The golden sets have no row in common.',
};
