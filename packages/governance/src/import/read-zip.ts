import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { type Archive, ArchiveFiles, tooMuch } from './archive-entry.ts';
import { refuseImport } from './refuse-import.ts';

const signature = { local: 0x0403_4b50, entry: 0x0201_4b50, end: 0x0605_4b50 } as const;
const fixed = { local: 30, entry: 46, end: 22 } as const;
const most16 = 0xffff;
const most32 = 0xffff_ffff;
const inflate = promisify(inflateRaw);

const broken = (reason: string) => refuseImport('The ZIP', '', reason);

interface Part {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
  readonly isLink: boolean;
}

export const isZip = (bytes: Buffer): boolean => {
  if (bytes.length < fixed.end) return false;
  const first = bytes.readUInt32LE(0);
  return first === signature.local || first === signature.end;
};

/**
 * Unpacks a ZIP (APPNOTE 6.3.10; stored or deflated, neither encrypted nor in several parts) by its directory. No declared size is
 * trusted: a part that unpacks to another size than it says, or overlaps another one, is refused. @throws Refusal IMPORT_REFUSED
 */
export async function readZip(bytes: Buffer): Promise<Archive> {
  const archive = new ArchiveFiles();
  const { parts, until } = readDirectory(bytes);
  refuseOverlaps(bytes, parts, until);
  for (const part of parts) {
    const path = archive.admit(part.name);
    if (path === null) continue;
    if (part.isLink) archive.leave(path);
    else archive.add(path, await unpack(bytes, part, path, archive.room));
  }
  return archive.done();
}

function readDirectory(bytes: Buffer): { parts: Part[]; until: number } {
  const end = endOf(bytes);
  const [count, length, at] = [
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ] as const;
  if (count === most16 || length === most32 || at === most32)
    throw broken('is in the ZIP64 form, which archives of this size do not need; pack it as a TAR');
  if (bytes.readUInt16LE(end + 4) !== 0 || bytes.readUInt16LE(end + 8) !== count)
    throw broken('is one part of several');
  if (count > importLimits.entries) throw broken(`has more than ${importLimits.entries} entries`);
  if (at + length > end) throw broken('has no directory where it says');
  const parts: Part[] = [];
  let from = at;
  for (let index = 0; index < count; index += 1) {
    if (from + fixed.entry > at + length || bytes.readUInt32LE(from) !== signature.entry)
      throw broken('has a directory that is cut');
    const [flags, name] = [bytes.readUInt16LE(from + 8), bytes.readUInt16LE(from + 28)] as const;
    const next = from + fixed.entry + name + bytes.readUInt16LE(from + 30) + bytes.readUInt16LE(from + 32);
    if (next > at + length) throw broken('has a directory that is cut');
    if ((flags & 1) !== 0) throw broken('is encrypted');
    parts.push({
      name: bytes.toString('utf8', from + fixed.entry, from + fixed.entry + name),
      method: bytes.readUInt16LE(from + 10),
      crc: bytes.readUInt32LE(from + 16),
      packed: bytes.readUInt32LE(from + 20),
      size: bytes.readUInt32LE(from + 24),
      at: bytes.readUInt32LE(from + 42),
      // The upper half of the attributes is the mode where the archive was made on Unix.
      isLink: ((bytes.readUInt32LE(from + 38) >>> 16) & 0o170000) === 0o120000,
    });
    from = next;
  }
  return { parts, until: at };
}

/** Where the last record begins: a comment of up to 65,535 bytes may stand behind it. */
function endOf(bytes: Buffer): number {
  for (let at = bytes.length - fixed.end; at >= 0 && at >= bytes.length - fixed.end - most16; at -= 1)
    if (
      bytes.readUInt32LE(at) === signature.end &&
      at + fixed.end + bytes.readUInt16LE(at + 20) === bytes.length
    )
      return at;
  throw broken('does not end as a ZIP does: it was cut');
}

/** Parts that share bytes are how a small archive unpacks to a huge one. */
function refuseOverlaps(bytes: Buffer, parts: readonly Part[], until: number): void {
  let from = 0;
  for (const part of [...parts].sort((one, other) => one.at - other.at)) {
    if (part.at < from) throw broken('has parts that overlap');
    from = contentOf(bytes, part) + part.packed;
    if (from > until) throw broken('has parts that overlap its directory');
  }
}

/** Where a part's content begins. */
function contentOf(bytes: Buffer, { at }: Part): number {
  if (at + fixed.local > bytes.length || bytes.readUInt32LE(at) !== signature.local)
    throw broken('names a part that is not there');
  return at + fixed.local + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
}

async function unpack(bytes: Buffer, part: Part, path: string, room: number): Promise<Uint8Array> {
  const from = contentOf(bytes, part);
  const packed = bytes.subarray(from, from + part.packed);
  if (part.size > room) throw tooMuch();
  const content = await contentIn(packed, part, path);
  if (content.length !== part.size || crc32(content) !== part.crc)
    throw refuseImport(path, '', 'is not what the ZIP says of it: size or checksum differ');
  return content;
}

async function contentIn(packed: Buffer, { method, size }: Part, path: string): Promise<Uint8Array> {
  if (method === 0) return packed;
  if (method !== 8) throw refuseImport(path, '', 'is packed by another method than Deflate');
  try {
    return await inflate(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw refuseImport(path, '', 'does not unpack to what the ZIP says of it');
  }
}
