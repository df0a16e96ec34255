import type { GateProgress } from '@countersign/lifecycle';

/** Sign-offs that sit in a place, of the places that there are. */
export const signedOf = (progress: GateProgress): { signed: number; needed: number } => ({
  signed: progress.counted.length,
  needed: progress.places.reduce((sum, { quorum }) => sum + quorum, 0),
});
