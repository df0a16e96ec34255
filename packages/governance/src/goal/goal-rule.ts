import type { VersionState } from '@countersign/lifecycle';

/** At low risk stated uses are enough; above it there is something to hold monitoring against. */
export const areThresholdsRequired = ({ tier }: Pick<VersionState, 'tier'>): boolean => tier !== 'low';

/** The policy's whole validity, counted from when approval is asked for, so that the signed date is a known one. */
export const latestUntil = ({ policy }: Pick<VersionState, 'policy'>, at: Date): Date =>
  new Date(at.getTime() + policy.validityDays * 86_400_000);
