import type { Receipt } from '@countersign/contracts';
import { toBase64 } from '@countersign/ledger';
import type { House } from '../context.ts';
import { type InclusionProof, proveEntry } from './prove-entry.ts';

type Parts = Pick<House, 'pool' | 'sequencer' | 'log'>;

/** Waits up to `waitMs` for the checkpoint that covers the first entry; what is committed is never an error any more. */
export async function receiptOf(
  house: Parts,
  { entryIds, at }: { readonly entryIds: readonly string[]; readonly at: string },
  waitMs: number,
): Promise<Receipt> {
  const covered = waitMs > 0 ? await coveringProof(house, entryIds[0]!, waitMs) : null;
  return {
    entryIds: [...entryIds],
    number: covered?.number ?? null,
    at,
    checkpoint: covered?.checkpoint ?? null,
    proof: covered?.proof?.map(toBase64) ?? null,
    proofAt: `/api/v1/entries/${entryIds[0]}/proof`,
  };
}

async function coveringProof(
  house: Parts,
  entryId: string,
  waitMs: number,
): Promise<(Pick<InclusionProof, 'number'> & Partial<InclusionProof>) | null> {
  try {
    const number = await house.sequencer.numberOf(entryId, waitMs);
    if (number === null) return null;
    return (await proveEntry(house, number)) ?? { number };
  } catch (error) {
    house.log.warn({ err: error, entryId }, 'the entry is committed, and its receipt is pending');
    return null;
  }
}
