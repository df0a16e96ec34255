import { createHash } from 'node:crypto';
import { algorithmOf } from './git-object.ts';
import { refuseImport } from './refuse-import.ts';

const magic = 0xff744f63;
/** The magic bytes and the version; then how many objects begin with each byte or a lower one. */
const fanoutAt = 8;
const namesAt = fanoutAt + 256 * 4;

/** The index of a pack, in version 2 (https://git-scm.com/docs/gitformat-pack): where the pack has the object of a name. */
export class GitPackIndex {
  /** 20, or 32 in repositories of SHA-256. */
  readonly hashBytes: number;
  /** Objects in the pack. */
  readonly count: number;
  /** What the pack's own checksum must be. */
  readonly packDigest: string;

  /** @throws Refusal IMPORT_REFUSED with the byte of the index */
  constructor(
    readonly file: string,
    readonly bytes: Buffer,
  ) {
    if (bytes.length < namesAt + 40 || bytes.readUInt32BE(0) !== magic)
      throw refuseImport(file, 'byte 0', 'is no index of version 2, or is cut; “git index-pack” writes one');
    const version = bytes.readUInt32BE(4);
    if (version !== 2) throw refuseImport(file, 'byte 4', `is of version ${version}, and version 2 is read`);
    this.hashBytes = [20, 32].find((size) => hasChecksum(bytes, size)) ?? 0;
    if (this.hashBytes === 0)
      throw refuseImport(file, '', 'has another checksum than its bytes: it is broken or cut');
    for (let byte = 1; byte < 256; byte += 1)
      if (this.#fanout(byte) < this.#fanout(byte - 1))
        throw refuseImport(file, `byte ${fanoutAt + byte * 4}`, 'counts downwards');
    this.count = this.#fanout(255);
    const far = (bytes.length - this.#offsetsAt - this.count * 4 - 2 * this.hashBytes) / 8;
    if (!Number.isInteger(far) || far < 0 || far > this.count)
      throw refuseImport(file, `byte ${fanoutAt + 255 * 4}`, `has no room for ${this.count} objects`);
    const end = bytes.length - this.hashBytes;
    this.packDigest = bytes.toString('hex', end - this.hashBytes, end);
  }

  /** Where it says that the pack has it, or null. */
  find(oid: string): number | null {
    if (oid.length !== this.hashBytes * 2) return null;
    const wanted = Buffer.from(oid, 'hex');
    let low = wanted[0]! === 0 ? 0 : this.#fanout(wanted[0]! - 1);
    let high = this.#fanout(wanted[0]!);
    while (low < high) {
      const middle = (low + high) >>> 1;
      const at = namesAt + middle * this.hashBytes;
      const order = this.bytes.compare(wanted, 0, this.hashBytes, at, at + this.hashBytes);
      if (order === 0) return this.#offset(middle);
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return null;
  }

  #fanout(byte: number): number {
    return this.bytes.readUInt32BE(fanoutAt + byte * 4);
  }

  /** After the names and a checksum of four bytes for each object. */
  get #offsetsAt(): number {
    return namesAt + this.count * (this.hashBytes + 4);
  }

  /** Offsets that four bytes cannot say stand in a list of their own; one that is not in it is -1. */
  #offset(position: number): number {
    const near = this.bytes.readUInt32BE(this.#offsetsAt + position * 4);
    if (near < 0x8000_0000) return near;
    const at = this.#offsetsAt + this.count * 4 + (near - 0x8000_0000) * 8;
    if (at + 8 > this.bytes.length - 2 * this.hashBytes) return -1;
    return Number(this.bytes.readBigUInt64BE(at));
  }
}

function hasChecksum(bytes: Buffer, size: number): boolean {
  const end = bytes.length - size;
  return (
    createHash(algorithmOf(size * 2))
      .update(bytes.subarray(0, end))
      .digest('hex') === bytes.toString('hex', end)
  );
}
