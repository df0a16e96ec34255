import { isEqual, type Sha256 } from './bytes.ts';
import { nodeHash } from './tree.ts';

const isOdd = (number: number): boolean => number % 2 === 1;
const half = (number: number): number => Math.floor(number / 2);

/** Whether a leaf is at `index` of the tree with this size and root. RFC 9162, section 2.1.3.2. */
export function verifyInclusion(
  at: { readonly index: number; readonly size: number },
  leaf: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
  sha256: Sha256,
): boolean {
  if (!(at.index >= 0 && at.index < at.size)) return false;
  let node = at.index;
  let last = at.size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(sibling, hash, sha256);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hash, sibling, sha256);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && isEqual(hash, root);
}

export interface Head {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the tree `before` is the beginning of the tree `after`. RFC 9162, section 2.1.4.2. */
export function verifyConsistency(
  before: Head,
  after: Head,
  proof: readonly Uint8Array[],
  sha256: Sha256,
): boolean {
  if (before.size > after.size) return false;
  if (before.size === after.size) return proof.length === 0 && isEqual(before.root, after.root);
  // Anything begins with nothing.
  if (before.size === 0) return proof.length === 0;
  let node = before.size - 1;
  let last = after.size - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  const [first, ...rest] = node === 0 ? [before.root, ...proof] : proof;
  if (!first) return false;
  let older = first;
  let newer = first;
  for (const hash of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      older = nodeHash(hash, older, sha256);
      newer = nodeHash(hash, newer, sha256);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newer = nodeHash(newer, hash, sha256);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && isEqual(older, before.root) && isEqual(newer, after.root);
}
