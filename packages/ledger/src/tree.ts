import type { Sha256 } from './bytes.ts';

/** RFC 6962, section 2.1: SHA-256 over 0x01 and the two hashes below. */
export function nodeHash(left: Uint8Array, right: Uint8Array, sha256: Sha256): Uint8Array {
  const node = new Uint8Array(1 + left.length + right.length);
  node[0] = 1;
  node.set(left, 1);
  node.set(right, 1 + left.length);
  return sha256(node);
}

/** Root of a tree without leaves: SHA-256 of nothing. */
export const emptyRoot = (sha256: Sha256): Uint8Array => sha256(new Uint8Array());

/** Largest power of two below `size`; where RFC 6962 parts a tree of more than one leaf. */
export function split(size: number): number {
  let part = 1;
  while (part * 2 < size) part *= 2;
  return part;
}

/** Some leaves in a row, from the first to before `end`: a subtree that RFC 6962 hashes. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Of a subtree that begins at a multiple of its width: the complete subtrees that it is made of, widest first. */
export function completeParts({ start, end }: Range): Range[] {
  const parts: Range[] = [];
  for (let at = start; at < end; ) {
    let width = 1;
    while (width * 2 <= end - at) width *= 2;
    parts.push({ start: at, end: at + width });
    at += width;
  }
  return parts;
}

/** Hash of a subtree from the hashes of its complete parts, widest first. */
export function joinParts(parts: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const last = parts.at(-1);
  if (!last) return emptyRoot(sha256);
  return parts.slice(0, -1).reduceRight((right, left) => nodeHash(left, right, sha256), last);
}

/**
 * Which subtrees prove that leaf `index` is in a tree of `size` leaves, from the leaf's sibling upwards.
 * RFC 6962, section 2.1.1. @throws RangeError where the tree has no such leaf
 */
export function inclusionRanges(index: number, size: number): Range[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const ranges: Range[] = [];
  let start = 0;
  let end = size;
  while (end - start > 1) {
    const middle = start + split(end - start);
    if (index < middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
    }
  }
  return ranges.reverse();
}

/**
 * Which subtrees prove that a tree of `before` leaves is the beginning of one of `after` leaves. RFC 6962, section 2.1.2.
 * Nothing is needed for an empty beginning or for the same tree. @throws RangeError where `before` is more than `after`
 */
export function consistencyRanges(before: number, after: number): Range[] {
  if (!(before >= 0 && before <= after)) throw new RangeError(`${before} is no beginning of ${after}`);
  if (before === 0 || before === after) return [];
  const ranges: Range[] = [];
  let start = 0;
  let end = after;
  // True while the subtree begins with the first leaf: then its hash is known to whoever holds the earlier root.
  let isWhole = true;
  while (end !== before) {
    const middle = start + split(end - start);
    if (before <= middle) {
      ranges.push({ start: middle, end });
      end = middle;
    } else {
      ranges.push({ start, end: middle });
      start = middle;
      isWhole = false;
    }
  }
  if (!isWhole) ranges.push({ start, end });
  return ranges.reverse();
}
