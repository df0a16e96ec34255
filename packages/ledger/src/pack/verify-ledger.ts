import { hashBytes, isEqual, toHex } from '../bytes.ts';
import { parseCheckpoint } from '../checkpoint.ts';
import { parseEntryBundle } from '../entry-bundle.ts';
import { parseNote } from '../note.ts';
import { hashAt, type ReadTile, type Tile, TileTree, tilePath, tileRoot, tileWidth } from '../tile.ts';
import { counted, Findings, reading } from './findings.ts';
import { leafOf } from './leaf.ts';
import type { PackCrypto } from './pack-crypto.ts';
import { PackFault } from './pack-fault.ts';
import { readEntry } from './read-entry.ts';
import { glanceAt } from './scan-entry.ts';
import { type Given, readKept, signerOf, verifyWitnesses } from './verify-head.ts';
import type { PackVerdict, Progress } from './verify-pack.ts';

/** A ledger that is read where it is served. */
export interface ServedLedger {
  /** The newest signed checkpoint. */
  readonly checkpoint: () => Promise<string>;
  readonly readTile: ReadTile;
  /** A bundle of entries; null where the reader may not have it. */
  readonly readBundle: (bundle: Omit<Tile, 'level'>) => Promise<Uint8Array | null>;
}

/** Tiles that are asked for before they are looked at. */
const ahead = 6;

/**
 * Follows a served ledger from its first entry to its checkpoint: every entry against the tiles, every tile against those above,
 * the root against the checkpoint, the checkpoint against the key, and against what was kept. Progress is in entries.
 */
export async function verifyLedger(
  ledger: ServedLedger,
  given: Given,
  crypto: PackCrypto,
  tell: Progress = () => {},
): Promise<PackVerdict> {
  const findings = new Findings();
  const text = await ledger.checkpoint();
  let head: PackVerdict['head'] = null;
  try {
    const note = await reading('checkpoint', 'checkpoint', () => parseNote(text));
    const checkpoint = await reading('checkpoint', 'checkpoint', () => parseCheckpoint(note.text));
    head = { origin: checkpoint.origin, size: checkpoint.size, root: toHex(checkpoint.root) };
    const facts = `${head.origin}, ${counted(head.size, 'entry', 'entries')}`;
    if (given.keys.length === 0) findings.say('checkpoint', 'cannot-tell', `${facts}. No key was given.`);
    else {
      await signerOf({ ...checkpoint, note }, given.keys, crypto, 'checkpoint');
      findings.say('checkpoint', 'sound', `${facts}, signed by the key that was given`);
    }
    const followed = new FollowedTree(ledger, head.size, crypto, tell);
    await followed.run(given.kept.flatMap(({ text: kept }) => sizeOf(kept)));
    if (!isEqual(await followed.root(head.size), checkpoint.root))
      throw new PackFault(
        'tree',
        'checkpoint',
        'The root that follows from the entries is not that of the checkpoint.',
      );
    findings.say(
      'tree',
      'sound',
      `${counted(followed.tiles, 'tile')}, from which the checkpoint’s root follows`,
    );
    sayEntries(findings, followed.entries, head.size);
    await verifyWitnesses([{ ...checkpoint, note }], given, crypto, findings);
    for (const { name, text: kept } of given.kept)
      await sayKept(findings, followed, { name, text: kept }, checkpoint, given, crypto);
  } catch (error) {
    if (!(error instanceof PackFault)) throw error;
    findings.broken(error);
  }
  return { verdict: findings.verdict, rows: findings.rows, head, contents: null };
}

function sizeOf(text: string): number[] {
  const kept = readKept('', text);
  return typeof kept === 'string' ? [] : [kept.size];
}

function sayEntries(findings: Findings, seen: number, size: number): void {
  if (seen > 0 || size === 0)
    findings.say('entries', 'sound', `${counted(seen, 'entry', 'entries')}, each canonical and in its place`);
  if (seen < size)
    findings.say(
      'entries',
      'note',
      `${counted(size - seen, 'entry is', 'entries are')} not open to your role: their hashes were checked`,
    );
}

async function sayKept(
  findings: Findings,
  followed: FollowedTree,
  { name, text }: Given['kept'][number],
  head: { readonly origin: string; readonly size: number },
  given: Given,
  crypto: PackCrypto,
): Promise<void> {
  const kept = readKept(name, text);
  if (typeof kept === 'string') return findings.say('kept', 'cannot-tell', kept);
  if (kept.origin !== head.origin)
    return findings.say('kept', 'cannot-tell', `${name} is of another ledger, ${kept.origin}`);
  if (given.keys.length > 0) await signerOf(kept, given.keys, crypto, null);
  const entries = counted(kept.size, 'entry', 'entries');
  if (kept.size > head.size)
    throw new PackFault('kept', null, `The ledger lost its end: ${name} was of ${entries}.`);
  if (!isEqual(await followed.root(kept.size), kept.root))
    throw new PackFault(
      'kept',
      null,
      `The ledger was rewritten: it does not continue ${name}, of ${entries}.`,
    );
  findings.say('kept', 'sound', `${name}, ${entries}: this ledger continues it`);
}

/** Hashes of a tree as they follow from what was read; of level 0 only the tiles that a root is asked of. */
class FollowedTree {
  readonly #levels: Uint8Array[][] = [];
  readonly #kept = new Map<number, Uint8Array>();
  tiles = 0;
  entries = 0;
  #mayRead = true;

  constructor(
    readonly ledger: ServedLedger,
    readonly size: number,
    readonly crypto: PackCrypto,
    readonly tell: Progress,
  ) {}

  /** `sizes`: whose roots will be asked for, beside the whole. @throws PackFault */
  async run(sizes: readonly number[]): Promise<void> {
    const wanted = new Set([this.size, ...sizes].map((size) => Math.floor((size - 1) / tileWidth)));
    const last = Math.ceil(this.size / tileWidth);
    const waiting: Promise<{ hashes: Uint8Array; bundle: Uint8Array | null }>[] = [];
    const ask = (index: number) => {
      if (index >= last) return;
      const asked = this.#ask(index);
      // What fails ahead of its turn is told in its turn.
      asked.catch(() => {});
      waiting.push(asked);
    };
    for (let index = 0; index < ahead; index += 1) ask(index);
    for (let index = 0; index < last; index += 1) {
      const { hashes, bundle } = await waiting.shift()!;
      ask(index + ahead);
      await this.#leaves(index, hashes, bundle);
      if (wanted.has(index)) this.#kept.set(index, hashes);
      this.tell(Math.min(this.size, (index + 1) * tileWidth), this.size);
    }
    await this.#upperTiles();
  }

  #widthAt(level: number, index: number): number {
    return Math.min(tileWidth, Math.floor(this.size / tileWidth ** level) - index * tileWidth);
  }

  async #ask(index: number) {
    const width = this.#widthAt(0, index);
    const [hashes, bundle] = await Promise.all([
      this.#tile({ level: 0, index, width }),
      this.#mayRead ? this.ledger.readBundle({ index, width }) : null,
    ]);
    if (bundle === null) this.#mayRead = false;
    return { hashes, bundle };
  }

  async #tile(tile: Tile): Promise<Uint8Array> {
    const hashes = await this.ledger.readTile(tile);
    if (hashes.length !== tile.width * hashBytes)
      throw new PackFault('tree', tilePath(tile), 'It is not as long as a tile of this width.');
    this.tiles += 1;
    return hashes;
  }

  async #leaves(index: number, hashes: Uint8Array, bundle: Uint8Array | null): Promise<void> {
    const { sha256 } = this.crypto;
    if (hashes.length === tileWidth * hashBytes) this.#push(0, tileRoot(hashes, sha256));
    if (!bundle) return;
    const path = `tile/entries/${index}`;
    const entries = await reading('entries', path, () => parseEntryBundle(bundle));
    for (const [at, entry] of entries.entries()) {
      const number = index * tileWidth + at;
      if (!isEqual(leafOf(entry, sha256), hashAt(hashes, at)))
        throw new PackFault(
          'entries',
          path,
          `Entry ${number} is not the one that its tile holds the hash of.`,
        );
      if (!glanceAt(entry)) await reading('entries', `entry ${number}`, () => readEntry(entry));
    }
    if (entries.length * hashBytes !== hashes.length)
      throw new PackFault('entries', path, 'It has not as many entries as its tile.');
    this.entries += entries.length;
  }

  /** A hash of the level above; full tiles of it make one more. */
  #push(level: number, hash: Uint8Array): void {
    this.#levels[level] ??= [];
    const hashes = this.#levels[level];
    hashes.push(hash);
    if (hashes.length % tileWidth === 0)
      this.#push(level + 1, tileRoot(this.#joined(hashes.slice(-tileWidth)), this.crypto.sha256));
  }

  #joined(hashes: readonly Uint8Array[]): Uint8Array {
    const joined = new Uint8Array(hashes.length * hashBytes);
    for (const [at, hash] of hashes.entries()) joined.set(hash, at * hashBytes);
    return joined;
  }

  /** What is served of the levels above is what follows from the entries. */
  async #upperTiles(): Promise<void> {
    for (const [below, hashes] of this.#levels.entries())
      for (let index = 0; index * tileWidth < hashes.length; index += 1) {
        const own = this.#joined(hashes.slice(index * tileWidth, (index + 1) * tileWidth));
        const tile = { level: below + 1, index, width: own.length / hashBytes };
        if (!isEqual(await this.#tile(tile), own))
          throw new PackFault('tree', tilePath(tile), 'It is not made of the hashes of the tiles below.');
      }
  }

  root(size: number): Promise<Uint8Array> {
    return new TileTree(
      size,
      async ({ level, index, width }) =>
        level === 0
          ? this.#kept.get(index)!.subarray(0, width * hashBytes)
          : this.#joined(this.#levels[level - 1]!.slice(index * tileWidth, index * tileWidth + width)),
      this.crypto.sha256,
    ).root();
  }
}
