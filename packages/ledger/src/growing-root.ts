import type { Sha256 } from './bytes.ts';
import { joinParts, nodeHash } from './tree.ts';

/** The root of a tree whose leaves come one after the other: holds one hash for each complete subtree, never the leaves. */
export class GrowingRoot {
  readonly #parts: { readonly hash: Uint8Array; readonly width: number }[] = [];

  constructor(readonly sha256: Sha256) {}

  add(leaf: Uint8Array): void {
    let part = { hash: leaf, width: 1 };
    while (this.#parts.at(-1)?.width === part.width) {
      const left = this.#parts.pop()!;
      part = { hash: nodeHash(left.hash, part.hash, this.sha256), width: 2 * part.width };
    }
    this.#parts.push(part);
  }

  /** RFC 6962 root of what was added until now. */
  root(): Uint8Array {
    return joinParts(
      this.#parts.map(({ hash }) => hash),
      this.sha256,
    );
  }
}
