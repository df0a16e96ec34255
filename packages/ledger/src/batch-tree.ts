import { fromBase64, fromHex, hashBytes, type Sha256 } from './bytes.ts';
import { canonicalJson, type JsonValue } from './canonical-json.ts';
import { leafHash } from './entry.ts';
import { verifyInclusion } from './proof.ts';
import { emptyRoot, nodeHash } from './tree.ts';

/** An RFC 6962 tree that is held whole: that of one batch, made once and never extended. */
export interface BatchTree {
  readonly size: number;
  readonly root: Uint8Array;
  /** From the leaf's sibling to the root's child. @throws RangeError where the batch has no such leaf */
  path(index: number): Uint8Array[];
}

/** Level by level, an odd last node rising as it is: the same tree that RFC 6962, section 2.1, splits from above. */
export function batchTree(leaves: readonly Uint8Array[], sha256: Sha256): BatchTree {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; ) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) above.push(nodeHash(level[at]!, level[at + 1]!, sha256));
    if (level.length % 2 === 1) above.push(level.at(-1)!);
    levels.push(above);
    level = above;
  }
  return {
    size: leaves.length,
    root: levels.at(-1)![0] ?? emptyRoot(sha256),
    path(index) {
      if (!(Number.isInteger(index) && index >= 0 && index < leaves.length))
        throw new RangeError(`no leaf ${index} in a batch of ${leaves.length}`);
      let at = index;
      return levels.flatMap((level) => {
        const sibling = level[at % 2 === 0 ? at + 1 : at - 1];
        at = Math.floor(at / 2);
        return sibling ? [sibling] : [];
      });
    },
  };
}

/** That a record is in a batch whose root an entry carries: everything in it is checked, nothing is believed. */
export interface BatchProof {
  /** The record's canonical bytes. */
  readonly record: string;
  readonly index: number;
  readonly size: number;
  /** Base 64, from the leaf's sibling to the root's child. */
  readonly proof: readonly string[];
  /** The canonical bytes of the entry that sealed the batch. */
  readonly entry: string;
}

/** What is wrong with the proof, in the order in which it is looked at. */
export type BatchFault = 'record-not-canonical' | 'not-in-batch' | 'not-a-seal' | 'other-size';

/**
 * Whether the record is canonical, leads by its path to the root that the entry names, and the batch is as large as the
 * entry says. Null where all of it holds. That the entry itself is in the ledger is another proof.
 */
export function faultOfBatchProof(proof: BatchProof, sha256: Sha256): BatchFault | null {
  if (!isCanonical(proof.record)) return 'record-not-canonical';
  const seal = sealIn(proof.entry);
  if (!seal) return 'not-a-seal';
  if (seal.count !== proof.size) return 'other-size';
  const path = hashesOf(proof.proof);
  const leaf = leafHash(proof.record, sha256);
  return path && verifyInclusion(proof, leaf, path, fromHex(seal.root), sha256) ? null : 'not-in-batch';
}

function hashesOf(proof: readonly string[]): Uint8Array[] | null {
  try {
    const hashes = proof.map(fromBase64);
    return hashes.every(({ length }) => length === hashBytes) ? hashes : null;
  } catch {
    return null;
  }
}

/** The events of entries that seal a batch. */
export const sealingEvents: readonly string[] = ['predictions.sealed', 'replays.sealed'];

function sealIn(entry: string): { readonly root: string; readonly count: number } | null {
  if (!isCanonical(entry)) return null;
  const { event, data } = JSON.parse(entry) as {
    event?: unknown;
    data?: { root?: unknown; count?: unknown };
  };
  if (!sealingEvents.includes(event as string)) return null;
  const { root, count } = data ?? {};
  return typeof root === 'string' && /^[0-9a-f]{64}$/.test(root) && typeof count === 'number'
    ? { root, count }
    : null;
}

function isCanonical(text: string): boolean {
  try {
    return canonicalJson(JSON.parse(text) as JsonValue) === text;
  } catch {
    return false;
  }
}
