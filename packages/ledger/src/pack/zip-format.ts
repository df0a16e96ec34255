import { concat } from '../bytes.ts';

/**
 * The one form of a ZIP that a pack has (APPNOTE 6.3.10): stored, without dates, comments, descriptors and extra fields
 * but ZIP64's offset. Path, size, CRC and place give every byte of a head.
 */
export interface ZipPart {
  /** ASCII. */
  readonly path: string;
  /** Below 4 GiB. */
  readonly size: number;
  readonly crc: number;
  /** Of its local head in the file. */
  readonly at: number;
}

export const largestPart = 0xffff_fffe;
export const zipLengths = { local: 30, central: 46, central64: 12, end64: 76, end: 22 } as const;

const signatures = { local: 0x0403_4b50, central: 0x0201_4b50, end: 0x0605_4b50 } as const;
const signatures64 = { end: 0x0606_4b50, locator: 0x0706_4b50 } as const;
const most16 = 0xffff;
const most32 = 0xffff_ffff;
/** 1 January 1980, the first day that ZIP knows. */
const day = 0x0021;
/** Written on Unix, version 2.0; a plain file that everybody may read. */
const made = { by: 0x0314, attributes: 0x81a4_0000 } as const;

const ascii = new TextEncoder();

export const isWide = (part: Pick<ZipPart, 'at'>): boolean => part.at >= most32;

export function localHead({ path, size, crc }: Omit<ZipPart, 'at'>): Uint8Array {
  const head = new DataView(new ArrayBuffer(zipLengths.local));
  head.setUint32(0, signatures.local, true);
  head.setUint16(4, 20, true);
  head.setUint16(12, day, true);
  head.setUint32(14, crc, true);
  head.setUint32(18, size, true);
  head.setUint32(22, size, true);
  head.setUint16(26, path.length, true);
  return concat([new Uint8Array(head.buffer), ascii.encode(path)]);
}

export function centralHead(part: ZipPart): Uint8Array {
  const { path, size, crc, at } = part;
  const head = new DataView(new ArrayBuffer(zipLengths.central));
  const wide = isWide(part);
  head.setUint32(0, signatures.central, true);
  head.setUint16(4, made.by, true);
  head.setUint16(6, wide ? 45 : 20, true);
  head.setUint16(14, day, true);
  head.setUint32(16, crc, true);
  head.setUint32(20, size, true);
  head.setUint32(24, size, true);
  head.setUint16(28, path.length, true);
  head.setUint16(30, wide ? zipLengths.central64 : 0, true);
  head.setUint32(38, made.attributes, true);
  head.setUint32(42, wide ? most32 : at, true);
  const extra = new DataView(new ArrayBuffer(wide ? zipLengths.central64 : 0));
  if (wide) {
    extra.setUint16(0, 1, true);
    extra.setUint16(2, 8, true);
    extra.setBigUint64(4, BigInt(at), true);
  }
  return concat([new Uint8Array(head.buffer), ascii.encode(path), new Uint8Array(extra.buffer)]);
}

/** What a ZIP ends with: how many files, and where their directory begins and how long it is. */
export interface ZipEnd {
  readonly count: number;
  readonly at: number;
  readonly length: number;
}

export function zipEnd({ count, at, length }: ZipEnd): Uint8Array {
  const needs64 = count >= most16 || at >= most32 || length >= most32;
  const wide = new DataView(new ArrayBuffer(needs64 ? zipLengths.end64 : 0));
  if (needs64) {
    wide.setUint32(0, signatures64.end, true);
    wide.setBigUint64(4, 44n, true);
    wide.setUint16(12, made.by, true);
    wide.setUint16(14, 45, true);
    wide.setBigUint64(24, BigInt(count), true);
    wide.setBigUint64(32, BigInt(count), true);
    wide.setBigUint64(40, BigInt(length), true);
    wide.setBigUint64(48, BigInt(at), true);
    wide.setUint32(56, signatures64.locator, true);
    wide.setBigUint64(64, BigInt(at + length), true);
    wide.setUint32(72, 1, true);
  }
  const end = new DataView(new ArrayBuffer(zipLengths.end));
  end.setUint32(0, signatures.end, true);
  end.setUint16(8, Math.min(count, most16), true);
  end.setUint16(10, Math.min(count, most16), true);
  end.setUint32(12, Math.min(length, most32), true);
  end.setUint32(16, Math.min(at, most32), true);
  return concat([new Uint8Array(wide.buffer), new Uint8Array(end.buffer)]);
}

/** Reads the end back from the last bytes of a file; what it says is still to be compared with `zipEnd`. Null where it is none. */
export function readZipEnd(tail: Uint8Array): ZipEnd | null {
  if (tail.length < zipLengths.end) return null;
  const end = viewOf(tail.subarray(-zipLengths.end));
  if (end.getUint32(0, true) !== signatures.end) return null;
  const [count, length, at] = [
    end.getUint16(10, true),
    end.getUint32(12, true),
    end.getUint32(16, true),
  ] as const;
  if (count < most16 && length < most32 && at < most32) return { count, length, at };
  if (tail.length < zipLengths.end + zipLengths.end64) return null;
  const wide = viewOf(tail.subarray(-zipLengths.end - zipLengths.end64));
  return {
    count: Number(wide.getBigUint64(32, true)),
    length: Number(wide.getBigUint64(40, true)),
    at: Number(wide.getBigUint64(48, true)),
  };
}

/** A file as the directory describes it, and how long its description is; null where it is cut. */
export function readCentralHead(bytes: Uint8Array): { part: ZipPart; length: number } | null {
  if (bytes.length < zipLengths.central) return null;
  const head = viewOf(bytes);
  const [name, extra] = [head.getUint16(28, true), head.getUint16(30, true)];
  const length = zipLengths.central + name + extra;
  if (length > bytes.length) return null;
  const isExtended = head.getUint32(42, true) === most32 && extra === zipLengths.central64;
  const at = isExtended
    ? Number(head.getBigUint64(zipLengths.central + name + 4, true))
    : head.getUint32(42, true);
  const path = String.fromCharCode(...bytes.subarray(zipLengths.central, zipLengths.central + name));
  return { part: { path, size: head.getUint32(24, true), crc: head.getUint32(16, true), at }, length };
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
