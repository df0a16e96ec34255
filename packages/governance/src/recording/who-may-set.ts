import type { Reason, RecordingMode } from '@countersign/contracts';
import type { Role, Tier } from '@countersign/lifecycle';

/** How much is kept, from nothing replayable to everything. */
const amount: Readonly<Record<RecordingMode, number>> = { reference: 0, sampled: 1, full: 2 };

interface Turn {
  readonly from: { readonly mode: RecordingMode; readonly share: number | null };
  readonly to: { readonly mode: RecordingMode; readonly share: number | null };
}

const keepsMore = ({ from, to }: Turn): boolean =>
  amount[to.mode] > amount[from.mode] ||
  (to.mode === 'sampled' && from.mode === 'sampled' && (to.share ?? 0) > (from.share ?? 0));

/**
 * Keeping more is for the owner or a compliance officer. Keeping less takes from everybody the means to reproduce a
 * prediction: that is for compliance, who answers for it to the auditor, and not for the owner whose model it is.
 */
export const rolesThatSet = (turn: Turn): readonly Role[] =>
  keepsMore(turn) ? ['owner', 'compliance'] : ['compliance'];

/** At the high tier every prediction has to be replayable. */
export const tierForbids = (tier: Tier, mode: RecordingMode): boolean => tier === 'high' && mode !== 'full';

export const tierReason: Reason = {
  code: 'CONFLICT',
  message: 'At the high tier every prediction is kept in full, so that each can be reproduced.',
};
