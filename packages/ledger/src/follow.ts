import { isEqual, type Sha256 } from './bytes.ts';
import { type Checkpoint, parseCheckpoint } from './checkpoint.ts';
import { type Ed25519Verify, isSigned, type Note, parseNote, type VerifierKey } from './note.ts';
import { verifyConsistency } from './proof.ts';
import { type ReadTile, TileTree } from './tile.ts';
import { consistencyRanges } from './tree.ts';

/**
 * Why a checkpoint is refused by whoever keeps an earlier one.
 * `unreadable`: no signed checkpoint; `other-origin`: of another ledger; `unsigned`: not by the key that is trusted;
 * `rolled-back`: fewer entries than were signed before; `forked`: other entries than were signed before;
 * `inconsistent`: its own tiles do not make its root, so nothing proves that it continues the earlier one.
 */
export type FollowProblem =
  | 'unreadable'
  | 'other-origin'
  | 'unsigned'
  | 'rolled-back'
  | 'forked'
  | 'inconsistent';

export interface SeenCheckpoint extends Checkpoint {
  readonly note: Note;
}

export type Judgement =
  | { readonly problem: null; readonly seen: SeenCheckpoint }
  | { readonly problem: 'unreadable'; readonly seen: null }
  | { readonly problem: Exclude<FollowProblem, 'unreadable'>; readonly seen: SeenCheckpoint };

export interface FollowMeans {
  /** Reads tiles of the ledger that is followed; what it throws is thrown on. */
  readonly readTile: ReadTile;
  readonly verify: Ed25519Verify;
  readonly sha256: Sha256;
}

/** A signed checkpoint as it was received. @throws SyntaxError */
export function readSeen(text: string): SeenCheckpoint {
  const note = parseNote(text);
  return { ...parseCheckpoint(note.text), note };
}

/**
 * Whether a checkpoint is signed by `key`, of the ledger that has the key's name, and continues the one that was `kept`
 * (null: none yet). The proof is made here from the ledger's tiles, so nothing that it says about itself is believed.
 */
export async function judgeCheckpoint(
  text: string,
  { key, kept }: { readonly key: VerifierKey; readonly kept: Checkpoint | null },
  { readTile, verify, sha256 }: FollowMeans,
): Promise<Judgement> {
  let seen: SeenCheckpoint;
  try {
    seen = readSeen(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return { problem: 'unreadable', seen: null };
  }
  if (seen.origin !== key.name) return { problem: 'other-origin', seen };
  if (!(await isSigned(seen.note, key, verify))) return { problem: 'unsigned', seen };
  if (kept && seen.size < kept.size) return { problem: 'rolled-back', seen };
  if (kept?.size === seen.size) return { problem: isEqual(kept.root, seen.root) ? null : 'forked', seen };
  const tree = new TileTree(seen.size, readTile, sha256);
  if (!isEqual(await tree.root(), seen.root)) return { problem: 'inconsistent', seen };
  if (!kept) return { problem: null, seen };
  const proof = await tree.hashes(consistencyRanges(kept.size, seen.size));
  return { problem: verifyConsistency(kept, seen, proof, sha256) ? null : 'forked', seen };
}
