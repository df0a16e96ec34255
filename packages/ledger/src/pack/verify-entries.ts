import { isEqual } from '../bytes.ts';
import type { Entry } from '../entry.ts';
import { parseEntryBundle } from '../entry-bundle.ts';
import { noteText } from '../note.ts';
import { verifyInclusion } from '../proof.ts';
import { parseProofFile } from '../proof-file.ts';
import { bundlePath, hashAt, tileWidth } from '../tile.ts';
import type { CheckedFiles } from './checked-files.ts';
import { reading } from './findings.ts';
import { leafInBundle, leafOf } from './leaf.ts';
import type { PackContents } from './pack-contents.ts';
import { PackFault } from './pack-fault.ts';
import type { PackHead } from './pack-head.ts';
import { entryPath, parsePackPath, proofPath } from './pack-path.ts';
import type { LeafTile, PackTree } from './pack-tree.ts';
import { countOf, isIn } from './ranges.ts';
import { readEntry } from './read-entry.ts';
import { type Glance, glanceAt } from './scan-entry.ts';

/** An entry that travels; it is read where somebody wants more of it than a glance says. */
export interface Travelling extends Glance {
  readonly number: number;
  /** @throws SyntaxError or TypeError where it is no canonical entry; where a glance settled that it is one, never */
  read(): Entry;
}

/** What is made of each entry, in the order of the ledger. */
export type VisitEntry = (entry: Travelling) => Promise<void> | void;

/** Every entry of a pack, proven by the tiles or by a proof of its own. */
export class EntryWalk {
  /** Numbers with a file or a proof of their own, ascending, and how far the walk came. */
  readonly #single: number[];
  #next = 0;
  #bundles = 0;
  #leftOut = 0;
  carried = 0;

  constructor(
    readonly checked: CheckedFiles,
    readonly head: PackHead,
    readonly contents: PackContents,
    readonly visit: VisitEntry,
  ) {
    const numbers = new Set<number>();
    for (const path of checked.sums.keys()) {
      const named = parsePackPath(path);
      if (named?.kind === 'bundle') this.#bundles += 1;
      if (named?.kind !== 'entry' && named?.kind !== 'proof') continue;
      if (named.number >= head.size)
        throw new PackFault('entries', path, 'The ledger of the checkpoint has no such entry.');
      numbers.add(named.number);
    }
    this.#single = [...numbers].sort((one, other) => one - other);
  }

  /** @throws PackFault */
  async run(tree: PackTree): Promise<void> {
    for await (const tile of tree.leafTiles()) await this.#tile(tile);
    await this.#singles(this.head.size, null);
    if (this.#bundles > 0)
      throw new PackFault('entries', null, 'There are entries in a bundle without the tile of their hashes.');
    const { entries, leftOut } = this.contents;
    if (this.carried !== countOf(entries))
      throw new PackFault('entries', 'contents.json', 'It names entries that do not travel.');
    if (this.#leftOut !== countOf(leftOut.entries))
      throw new PackFault(
        'entries',
        'contents.json',
        'Of an entry that was left out not even the hash is there.',
      );
  }

  async #tile(leaves: LeafTile): Promise<void> {
    const { tile, hashes } = leaves;
    const start = tile.index * tileWidth;
    await this.#singles(start, null);
    const path = bundlePath(tile);
    if (this.checked.has(path)) await this.#bundle(path, leaves);
    await this.#singles(start + tile.width, leaves);
    const { leftOut } = this.contents;
    for (let at = 0; leftOut.entries.length > 0 && at < tile.width; at += 1)
      if (isIn(leftOut.entries, start + at)) this.#leftOut += 1;
    if (hashes.length === 0) throw new PackFault('tree', null, 'A tile is empty.');
  }

  async #bundle(path: string, { tile, hashes }: LeafTile): Promise<void> {
    this.#bundles -= 1;
    const { sha256 } = this.checked.crypto;
    const bytes = await this.checked.read(path);
    const entries = await reading('entries', path, () => parseEntryBundle(bytes));
    if (entries.length !== tile.width)
      throw new PackFault('entries', path, 'It has not as many entries as its tile.');
    for (const [at, entry] of entries.entries()) {
      const number = tile.index * tileWidth + at;
      if (!isEqual(leafInBundle(entry, sha256), hashAt(hashes, at)))
        throw new PackFault('entries', path, `Entry ${number} is not the one that the ledger holds.`);
      const visited = this.#carry(number, entry, path);
      if (visited) await visited;
    }
  }

  /** Entries and proofs of their own before `end`; within a tile its hashes are theirs. */
  async #singles(end: number, leaves: LeafTile | null): Promise<void> {
    for (; this.#next < this.#single.length; this.#next += 1) {
      const number = this.#single[this.#next]!;
      if (number >= end) return;
      await this.#one(number, leaves);
    }
  }

  async #one(number: number, leaves: LeafTile | null): Promise<void> {
    const { sha256 } = this.checked.crypto;
    const path = entryPath(number);
    const proof = proofPath(number);
    const known = leaves && hashAt(leaves.hashes, number - leaves.tile.index * tileWidth);
    const own = this.checked.has(path) ? await this.checked.read(path) : null;
    const leaf = own ? leafOf(own, sha256) : known;
    if (!leaf) throw new PackFault('entries', proof, 'It proves an entry that does not travel.');
    if (known && !isEqual(leaf, known))
      throw new PackFault('entries', path, `Entry ${number} is not the one that the ledger holds.`);
    if (this.checked.has(proof)) await this.#prove(number, leaf, proof);
    else if (!known) throw new PackFault('entries', path, 'Neither a proof nor a tile vouches for it.');
    if (!own) return;
    if (leaves && this.checked.has(bundlePath(leaves.tile)))
      throw new PackFault('entries', path, 'It travels twice: in its bundle, too.');
    await this.#carry(number, own, path);
  }

  async #prove(number: number, leaf: Uint8Array, path: string): Promise<void> {
    const text = await this.checked.text(path);
    const { index, proof, checkpoint } = await reading('entries', path, () => parseProofFile(text));
    if (index !== number || noteText(checkpoint) !== noteText(this.head.note))
      throw new PackFault('entries', path, 'It is a proof of another entry or under another checkpoint.');
    const { root, size } = this.head;
    if (!verifyInclusion({ index, size }, leaf, proof, root, this.checked.crypto.sha256))
      throw new PackFault('entries', path, `It does not prove that entry ${number} is in the ledger.`);
  }

  #carry(number: number, bytes: Uint8Array, path: string): Promise<void> | void {
    if (!isIn(this.contents.entries, number))
      throw new PackFault('entries', path, `Entry ${number} travels, and contents.json does not name it.`);
    this.carried += 1;
    const glance = glanceAt(bytes);
    try {
      const visited = this.visit(
        glance
          ? { number, event: glance.event, isSigned: glance.isSigned, read: () => readEntry(bytes) }
          : wholly(number, bytes),
      );
      return visited?.catch((error: unknown) => refuseUnread(error, number, path));
    } catch (error) {
      refuseUnread(error, number, path);
    }
  }
}

/** @throws PackFault for what a reader throws, and whatever else was thrown as it is */
function refuseUnread(error: unknown, number: number, path: string): never {
  if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
  throw new PackFault('entries', path, `Entry ${number} cannot be read: ${error.message}.`);
}

/** @throws SyntaxError or TypeError where it is no canonical entry */
function wholly(number: number, bytes: Uint8Array): Travelling {
  const entry = readEntry(bytes);
  return { number, event: entry.event, isSigned: Object.hasOwn(entry.data, 'signature'), read: () => entry };
}
