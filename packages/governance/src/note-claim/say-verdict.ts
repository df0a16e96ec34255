import type { NoteClaim } from '@countersign/contracts';

/** A verdict without the claim that it is about. */
export type Judged = Omit<NoteClaim, 'claim'>;

export const cannot = (why: string): Judged => ({ verdict: 'cannot-check', why, basis: null });
export const says = (isTrue: boolean, why: string, basis: 'checked' | 'claimed'): Judged => ({
  verdict: isTrue ? 'holds' : 'does-not-hold',
  why,
  basis,
});
