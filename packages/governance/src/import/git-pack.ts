import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { FormatFault } from '../dataset/format-fault.ts';
import { applyDelta, readDelta, sizeAt } from './git-delta.ts';
import { algorithmOf, type GitObject, type GitRoom, largeObject, oidOf } from './git-object.ts';
import type { GitPackIndex } from './git-pack-index.ts';
import { refuseImport } from './refuse-import.ts';

const types = { 1: 'commit', 2: 'tree', 3: 'blob', 4: 'tag' } as const;
const byOffset = 6;
const byName = 7;
/** `PACK`, the version and the number of objects. */
const headBytes = 12;

/** Where something stands in a pack, and its size once it is inflated: an object, or a delta on another one. */
interface PackEntry {
  readonly at: number;
  readonly data: number;
  readonly size: number;
  readonly type: keyof typeof types | null;
  readonly base: number | null;
}

/**
 * A pack of Git (https://git-scm.com/docs/gitformat-pack), read object by object. Nothing that it says of itself is believed: sizes are
 * held against what comes out, deltas may neither run in circles nor stand too deep, and every object against its name.
 */
export class GitPack {
  readonly #made = new Map<number, GitObject>();
  #isWhole = false;

  constructor(
    readonly file: string,
    readonly bytes: Buffer,
    readonly index: GitPackIndex,
    readonly room: GitRoom,
  ) {}

  /** Null where it has none of this name. @throws Refusal IMPORT_REFUSED with the byte of the pack */
  read(oid: string): GitObject | null {
    if (this.index.find(oid) === null) return null;
    this.#checkWhole();
    const at = this.#find(oid)!;
    const object = this.#objectAt(at);
    if (object.type !== 'large' && oidOf(object.type, object.body, oid.length) !== oid)
      throw this.#fault(at, `is not the object ${oid}, which its index says`);
    return object;
  }

  /** Null where it has none of this name; an index that leads out of the pack is refused. */
  #find(oid: string): number | null {
    const at = this.index.find(oid);
    if (at !== null && (at < headBytes || at >= this.bytes.length - this.index.hashBytes))
      throw refuseImport(this.index.file, `object ${oid}`, 'lies outside of the pack');
    return at;
  }

  /** Once: what is cut, changed or of another index is refused before anything in it is read. */
  #checkWhole(): void {
    if (this.#isWhole) return;
    const { bytes, file, index } = this;
    if (bytes.length < headBytes + index.hashBytes || bytes.toString('latin1', 0, 4) !== 'PACK')
      throw refuseImport(file, 'byte 0', 'is no pack of Git, or is cut');
    const version = bytes.readUInt32BE(4);
    if (version !== 2 && version !== 3)
      throw refuseImport(file, 'byte 4', `is of version ${version}, and versions 2 and 3 are read`);
    const end = bytes.length - index.hashBytes;
    const digest = createHash(algorithmOf(index.hashBytes * 2))
      .update(bytes.subarray(0, end))
      .digest('hex');
    if (digest !== bytes.toString('hex', end))
      throw refuseImport(file, `byte ${end}`, 'has another checksum than its bytes: it is broken or cut');
    if (digest !== index.packDigest) throw refuseImport(file, '', `is another pack than ${index.file} is of`);
    if (bytes.readUInt32BE(8) !== index.count)
      throw refuseImport(file, 'byte 8', 'has another number of objects than its index');
    this.#isWhole = true;
  }

  /** Through the deltas down to what is whole, and up again; what is made on the way is kept for others that stand on it. */
  #objectAt(start: number): GitObject {
    const deltas: PackEntry[] = [];
    const passed = new Set<number>();
    let object: GitObject | undefined;
    for (let at = start; !object; ) {
      object = this.#made.get(at);
      if (object) break;
      if (passed.has(at)) throw this.#fault(at, 'is a delta that stands on itself');
      passed.add(at);
      if (deltas.length > importLimits.gitDeltas)
        throw this.#fault(start, `is more than ${importLimits.gitDeltas} deltas on each other`);
      this.room.takeObject();
      const entry = this.#entryAt(at);
      if (entry.base === null) object = this.#keep(at, this.#whole(entry));
      else {
        deltas.push(entry);
        at = entry.base;
      }
    }
    for (const delta of deltas.reverse()) object = this.#keep(delta.at, this.#changed(delta, object));
    return object;
  }

  #keep(at: number, object: GitObject): GitObject {
    this.#made.set(at, object);
    return object;
  }

  #entryAt(at: number): PackEntry {
    const { bytes, index } = this;
    const first = bytes[at]!;
    const size =
      first < 0x80
        ? { value: first & 0x0f, next: at + 1 }
        : sizeAt(bytes, at + 1, { value: first & 0x0f, bits: 4 });
    if (!size) throw this.#fault(at, 'has no size');
    const type = (first >> 4) & 0x07;
    if (type === byOffset) {
      const { back, next } = this.#distanceAt(at, size.next);
      const base = at - back;
      if (back <= 0 || base < headBytes) throw this.#fault(at, 'is a delta on what lies before the pack');
      return { at, data: next, size: size.value, type: null, base };
    }
    if (type === byName) {
      const data = size.next + index.hashBytes;
      const oid = bytes.toString('hex', size.next, data);
      const base = this.#find(oid);
      if (base === null) throw this.#fault(at, `is a delta on ${oid}, which is not in the pack`);
      return { at, data, size: size.value, type: null, base };
    }
    if (!isType(type)) throw this.#fault(at, `is of type ${type}, which Git does not know`);
    return { at, data: size.next, size: size.value, type, base: null };
  }

  /** How far before a delta that lies which it stands on: the highest seven bits first, each more byte one further. */
  #distanceAt(at: number, from: number): { back: number; next: number } {
    let back = -1;
    for (let next = from; next < from + 7; ) {
      const byte = this.bytes[next];
      if (byte === undefined) break;
      next += 1;
      back = (back + 1) * 0x80 + (byte & 0x7f);
      if (byte < 0x80) return { back, next };
    }
    throw this.#fault(at, 'is a delta on nothing that could be found');
  }

  #whole(entry: PackEntry): GitObject {
    if (entry.size > importLimits.text) return largeObject;
    return { type: types[entry.type!], body: this.#inflated(entry) };
  }

  #changed(entry: PackEntry, base: GitObject): GitObject {
    if (base.type === 'large' || entry.size > importLimits.text) return largeObject;
    const delta = this.#inflated(entry);
    try {
      const said = readDelta(delta);
      if (said.to > importLimits.text) return largeObject;
      this.room.takeBytes(said.to);
      return { type: base.type, body: applyDelta(delta, said, base.body) };
    } catch (error) {
      if (!(error instanceof FormatFault)) throw error;
      throw this.#fault(entry.at, `is a delta that ${error.reason}`);
    }
  }

  #inflated({ at, data, size }: PackEntry): Buffer {
    this.room.takeBytes(size);
    const packed = this.bytes.subarray(data, this.bytes.length - this.index.hashBytes);
    let inflated: Buffer | undefined;
    try {
      inflated = inflateSync(packed, {
        maxOutputLength: Math.max(1, size),
        chunkSize: Math.min(Math.max(64, size + 1), 65_536),
      });
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_BUFFER_TOO_LARGE')
        throw this.#fault(at, 'cannot be inflated: it is broken or cut');
    }
    if (inflated?.length !== size) throw this.#fault(at, `has not the ${size} bytes that it says`);
    return inflated;
  }

  #fault(at: number, reason: string) {
    return refuseImport(this.file, `byte ${at}`, reason);
  }
}

const isType = (type: number): type is keyof typeof types => type in types;
