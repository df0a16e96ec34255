import { toBase64 } from '../bytes.ts';
import { type JsonValue, rfc8785 } from '../canonical-json.ts';
import { type Checkpoint, parseCheckpoint } from '../checkpoint.ts';
import type { Entry } from '../entry.ts';
import { entryBundle } from '../entry-bundle.ts';
import { type Note, noteText } from '../note.ts';
import { proofFileText } from '../proof-file.ts';
import { bundlePath, newTiles, type ReadTile, TileTree, tilePath, tileWidth } from '../tile.ts';
import { consistencyRanges, inclusionRanges } from '../tree.ts';
import { contentsText } from './pack-contents.ts';
import {
  blobPath,
  checkpointPath,
  consistencyPath,
  contentsPath,
  entryPath,
  predictionPath,
  proofPath,
  type ReportName,
} from './pack-path.ts';
import { PackWriter, type Readable, type WriterCrypto } from './pack-writer.ts';
import { blobsOf, type PackedPrediction } from './packed-prediction.ts';
import { countOf, countWithin, isIn, joinRanges, overlapping, type Ranges, withoutRanges } from './ranges.ts';
import { readmeText } from './readme-text.ts';
import type { Sink } from './zip-writer.ts';

/** Where a pack is made from: a ledger as it was at one checkpoint, and what its entries cite. */
export interface PackSource {
  readonly checkpoint: Note;
  /** Earlier signed checkpoints worth keeping. */
  readonly earlier: readonly Note[];
  /** At the widths that the checkpoint's size gives. */
  readonly readTile: ReadTile;
  /** Canonical bytes of the entries from `first` to `last`. */
  bodies(first: number, last: number): Promise<Uint8Array[]>;
  /** Records by digest, salt first; those that were erased are missing. */
  records(digests: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>>;
  /** A file by its digest; null where it is no longer held. */
  blob(digest: string): Promise<Readable | null>;
}

/** What a pack is to hold. */
export interface PackOrder {
  readonly entries: Ranges;
  /** Entries whose records travel, too; all by default. */
  readonly records?: Ranges;
  readonly predictions?: AsyncIterable<PackedPrediction> | Iterable<PackedPrediction>;
  readonly blobs?: readonly string[];
  readonly reportFiles?: readonly { readonly name: ReportName; readonly bytes: Uint8Array }[];
  /** Number of the entry that vouches for the report's files. */
  readonly statedBy?: number | null;
  /** Sizes of earlier ledgers that somebody kept the checkpoint of: that this one continues each is proven. */
  readonly continues?: readonly number[];
  readonly leaveOut?: { readonly entries?: Ranges; readonly blobs?: readonly string[] };
}

/** Up to so many entries each has a proof of its own; beyond, those whose bundle does not travel. */
const mostProofs = 10_000;
/** Up to this size every tile of level 0 travels, so that any kept checkpoint can be answered (8 MiB). */
const wholeTreeSize = 1 << 18;
/** Proofs that share the tiles they read; what is remembered stays bounded. */
const proofsAtOnce = 512;

/** Writes a pack. Bodies, tiles and blobs pass one by one. @throws RangeError for entries that the checkpoint does not cover */
export async function writePackFiles(
  source: PackSource,
  order: PackOrder,
  crypto: WriterCrypto,
  sink: Sink,
): Promise<void> {
  await new PackMaker(source, order, crypto, sink).run();
}

class PackMaker {
  readonly #head: Checkpoint;
  readonly #writer: PackWriter;
  readonly #asked: Ranges;
  readonly #carried: Ranges;
  readonly #records: Ranges;
  readonly #hidden: ReadonlySet<string>;
  readonly #leftOut = new Set<string>();
  readonly #gone = new Set<string>();
  #tree: TileTree;
  #proofs = 0;
  #predictions = 0;

  constructor(
    readonly source: PackSource,
    readonly order: PackOrder,
    readonly crypto: WriterCrypto,
    sink: Sink,
  ) {
    this.#head = parseCheckpoint(source.checkpoint.text);
    this.#writer = new PackWriter(sink, crypto);
    this.#asked = joinRanges(order.entries);
    if ((this.#asked.at(-1)?.[1] ?? 0) >= Math.max(1, this.#head.size))
      throw new RangeError('the checkpoint does not cover an entry that was asked for');
    this.#carried = withoutRanges(this.#asked, joinRanges(order.leaveOut?.entries ?? []));
    const records = joinRanges(order.records ?? this.#carried);
    this.#records = this.#carried.flatMap(([first, last]) => overlapping(records, first, last));
    this.#hidden = new Set(order.leaveOut?.blobs ?? []);
    this.#tree = this.#freshTree();
  }

  #freshTree(): TileTree {
    return new TileTree(this.#head.size, this.source.readTile, this.crypto.sha256);
  }

  async run(): Promise<void> {
    await this.#writer.addText('README.txt', readmeText(this.#head));
    await this.#writer.addText('checkpoint', noteText(this.source.checkpoint));
    for (const note of this.source.earlier) await this.#earlier(note);
    for (const size of this.order.continues ?? []) await this.#consistency(size);
    await this.#tiles();
    await this.#entries();
    for await (const prediction of this.order.predictions ?? []) await this.#prediction(prediction);
    for (const digest of this.order.blobs ?? []) await this.#blob(digest);
    for (const { name, bytes } of this.order.reportFiles ?? []) await this.#writer.add(name, bytes);
    await this.#writer.addText(
      contentsPath,
      contentsText({
        v: 1,
        origin: this.#head.origin,
        size: this.#head.size,
        entries: this.#carried,
        records: this.#records,
        leftOut: {
          entries: withoutRanges(this.#asked, this.#carried),
          blobs: [...this.#leftOut].sort(),
        },
        gone: [...this.#gone].sort(),
        statedBy: this.order.statedBy ?? null,
        predictions: this.#predictions,
      }),
    );
    await this.#writer.end();
  }

  async #earlier(note: Note): Promise<void> {
    const { size } = parseCheckpoint(note.text);
    if (size >= this.#head.size || this.#writer.has(checkpointPath(size))) return;
    await this.#writer.addText(checkpointPath(size), noteText(note));
    await this.#consistency(size);
  }

  async #consistency(size: number): Promise<void> {
    const { size: now } = this.#head;
    if (size >= now || this.#writer.has(consistencyPath(size, now))) return;
    const proof = await this.#tree.hashes(consistencyRanges(size, now));
    const said = { size1: size, size2: now, proof: proof.map(toBase64) };
    await this.#writer.addText(consistencyPath(size, now), `${JSON.stringify(said)}\n`);
  }

  /** Levels from 1 up always, so that each tile of level 0 has its way to the root. */
  async #tiles(): Promise<void> {
    const { size } = this.#head;
    const last = Math.floor((size - 1) / tileWidth);
    for (const tile of newTiles(0, size).reverse()) {
      const start = tile.index * tileWidth;
      const isNeeded =
        tile.level > 0 ||
        size <= wholeTreeSize ||
        tile.index === last ||
        countWithin(this.#asked, start, start + tile.width - 1) > 0;
      if (isNeeded) await this.#writer.add(tilePath(tile), await this.source.readTile(tile));
    }
  }

  async #entries(): Promise<void> {
    const withProofs = countOf(this.#carried) <= mostProofs;
    let done = -1;
    for (const [first, last] of this.#carried) {
      for (let index = Math.floor(first / tileWidth); index * tileWidth <= last; index += 1) {
        if (index > done) await this.#tile(index, withProofs);
        done = Math.max(done, index);
      }
    }
  }

  /** What travels of the entries below one tile. */
  async #tile(index: number, withProofs: boolean): Promise<void> {
    const start = index * tileWidth;
    const width = Math.min(tileWidth, this.#head.size - start);
    const bodies = await this.source.bodies(start, start + width - 1);
    if (bodies.length !== width) throw new RangeError(`entries from ${start} on are missing`);
    const isWhole = countWithin(this.#carried, start, start + width - 1) === width;
    if (isWhole) await this.#writer.add(bundlePath({ index, width }), entryBundle(bodies));
    const digests = new Set<string>();
    for (const [at, body] of bodies.entries()) {
      const number = start + at;
      if (!isIn(this.#carried, number)) continue;
      if (!isWhole) await this.#writer.add(entryPath(number), body);
      if (withProofs || !isWhole) await this.#proof(number);
      if (!isIn(this.#records, number)) continue;
      const entry = JSON.parse(new TextDecoder().decode(body)) as Entry;
      for (const digest of Object.values(entry.digests)) digests.add(digest);
    }
    await this.#entryRecords([...digests]);
  }

  async #proof(index: number): Promise<void> {
    this.#proofs += 1;
    if (this.#proofs % proofsAtOnce === 0) this.#tree = this.#freshTree();
    const proof = await this.#tree.hashes(inclusionRanges(index, this.#head.size));
    const { checkpoint } = this.source;
    await this.#writer.addText(proofPath(index), proofFileText({ index, proof, checkpoint, extra: null }));
  }

  async #entryRecords(digests: readonly string[]): Promise<void> {
    const wanted = digests.filter((digest) => this.#isWanted(digest));
    const held = wanted.length > 0 ? await this.source.records(wanted) : new Map<string, Uint8Array>();
    for (const digest of wanted) {
      const bytes = held.get(digest);
      if (bytes) await this.#writer.add(blobPath(digest), bytes);
      else this.#gone.add(digest);
    }
  }

  #isWanted(digest: string): boolean {
    if (this.#hidden.has(digest)) this.#leftOut.add(digest);
    return !this.#hidden.has(digest) && !this.#gone.has(digest) && !this.#writer.has(blobPath(digest));
  }

  async #blob(digest: string): Promise<void> {
    if (!this.#isWanted(digest)) return;
    const file = await this.source.blob(digest);
    if (file) await this.#writer.addLarge(blobPath(digest), file, digest);
    else this.#gone.add(digest);
  }

  async #prediction(prediction: PackedPrediction): Promise<void> {
    const path = predictionPath(prediction.id);
    if (this.#writer.has(path)) return;
    this.#predictions += 1;
    await this.#writer.addText(path, rfc8785(prediction as unknown as JsonValue));
    for (const digest of blobsOf(prediction)) await this.#blob(digest);
  }
}
