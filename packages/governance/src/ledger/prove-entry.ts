import { inclusionRanges } from '@countersign/ledger';
import type { House } from '../context.ts';
import { publishedCheckpoint } from './cosigned-checkpoint.ts';
import { checkpointOver, latestCheckpoint } from './find-checkpoint.ts';
import { ledgerTree } from './ledger-tree.ts';

/** What proves that an entry is in the ledger, for whoever has the entry and the ledger's key. */
export interface InclusionProof {
  readonly number: number;
  /** Entries that the checkpoint covers. */
  readonly size: number;
  /** Signed checkpoint (C2SP tlog-checkpoint). */
  readonly checkpoint: string;
  /** Hashes of 32 bytes from the leaf's sibling to the root's child (RFC 6962, section 2.1.1). */
  readonly proof: readonly Uint8Array[];
}

/**
 * Proof of an entry in the newest checkpoint; null while none covers it. What a receipt holds is read from memory where
 * this process signs.
 */
export async function proveEntry(
  house: Pick<House, 'pool' | 'sequencer'>,
  number: number,
): Promise<InclusionProof | null> {
  const latest = house.sequencer.latest;
  const known = latest && latest.tree.size > number ? latest : null;
  const found = known ?? (await findTree(house, number));
  if (!found) return null;
  const { tree, note } = found;
  const proof = await tree.hashes(inclusionRanges(number, tree.size));
  return { number, size: tree.size, checkpoint: note, proof };
}

/**
 * Proof of an entry in the newest checkpoint that a witness cosigned, its cosignatures included: what a stranger trusts
 * most. Null where no cosigned checkpoint covers it.
 */
export async function proveEntryCosigned(
  { pool }: Pick<House, 'pool'>,
  number: number,
): Promise<InclusionProof | null> {
  const cosigned = await publishedCheckpoint({ pool }, 'cosigned');
  if (!cosigned || cosigned.size <= number) return null;
  const { size, note } = cosigned;
  const proof = await ledgerTree(pool, size).hashes(inclusionRanges(number, size));
  return { number, size, checkpoint: note, proof };
}

async function findTree({ pool }: Pick<House, 'pool'>, number: number) {
  const newest = await latestCheckpoint({ pool });
  const checkpoint = newest && newest.size > number ? newest : await checkpointOver({ pool }, number);
  return checkpoint && { tree: ledgerTree(pool, checkpoint.size), note: checkpoint.note };
}
