import { isEqual } from '../bytes.ts';
import type { Crc32 } from './crc32.ts';
import { PackFault } from './pack-fault.ts';
import { mostFiles, type PackFiles, type RandomAccess } from './pack-files.ts';
import { parsePackPath } from './pack-path.ts';
import {
  centralHead,
  localHead,
  readCentralHead,
  readZipEnd,
  type ZipPart,
  zipEnd,
  zipLengths,
} from './zip-format.ts';

const piece = 1 << 20;
const longestPath = 200;
const longestCentral = zipLengths.central + longestPath + zipLengths.central64;

const broken = (message: string, path: string | null = null) => new PackFault('files', path, message);

/**
 * A ZIP in the one form that packs have. Each head is made anew from what it says and compared, each file begins where the
 * one before ends, so that no byte of the archive stays unlooked at once every file was read.
 * @throws PackFault for any other archive
 */
export async function openZip(source: RandomAccess, crc32: Crc32): Promise<PackFiles> {
  const parts = await readDirectory(source);
  return {
    sizes: new Map([...parts.values()].map(({ path, size }) => [path, size])),
    open: (path) => readPart(source, parts.get(path), crc32),
  };
}

async function readDirectory(source: RandomAccess): Promise<Map<string, ZipPart>> {
  const tailLength = Math.min(source.size, zipLengths.end + zipLengths.end64);
  const end = readZipEnd(await source.read(source.size - tailLength, tailLength));
  if (!end) throw broken('It is not a ZIP file, or it is cut.');
  const last = zipEnd(end);
  if (end.at + end.length + last.length !== source.size || end.count > mostFiles)
    throw broken('The directory of the ZIP is not where it says.');
  if (!isEqual(await source.read(source.size - last.length, last.length), last))
    throw broken('The end of the ZIP says more than that of a pack does.');
  const parts = new Map<string, ZipPart>();
  let next = 0;
  for await (const part of directoryParts(source, end.at, end.length)) {
    if (part.at !== next) throw broken('Something stands between the files of the ZIP.', part.path);
    if (parts.has(part.path)) throw broken('Two files of the ZIP have this name.', part.path);
    if (parts.size === end.count) throw broken('The ZIP has more files than it says.', part.path);
    next = part.at + zipLengths.local + part.path.length + part.size;
    parts.set(part.path, part);
  }
  if (parts.size !== end.count || next !== end.at)
    throw broken('The directory of the ZIP does not name exactly what is in it.');
  return parts;
}

async function* directoryParts(source: RandomAccess, from: number, length: number): AsyncGenerator<ZipPart> {
  let at = 0;
  let window = new Uint8Array();
  let start = 0;
  while (at < length) {
    if (start + window.length - at < longestCentral && start + window.length < length) {
      start = at;
      window = new Uint8Array(await source.read(from + at, Math.min(piece, length - at)));
    }
    const bytes = window.subarray(at - start);
    const found = readCentralHead(bytes);
    if (!found || !isEqual(bytes.subarray(0, found.length), centralHead(found.part)))
      throw broken('The directory of the ZIP says more than that of a pack does.');
    if (!parsePackPath(found.part.path)) throw broken('No pack has a file of this name.', found.part.path);
    yield found.part;
    at += found.length;
  }
}

async function* readPart(
  source: RandomAccess,
  part: ZipPart | undefined,
  crc32: Crc32,
): AsyncGenerator<Uint8Array> {
  if (!part) throw broken('The ZIP has no such file.');
  const head = localHead(part);
  let crc = 0;
  for (let at = -head.length; at < part.size || at < 0; ) {
    const wanted = Math.min(piece, part.size - at);
    const bytes = await source.read(part.at + head.length + at, wanted);
    if (bytes.length !== wanted) throw broken('The ZIP was cut while it was read.', part.path);
    const content = at < 0 ? bytes.subarray(-at) : bytes;
    if (at < 0 && !isEqual(bytes.subarray(0, -at), head))
      throw broken('Its head in the ZIP is not what the directory says.', part.path);
    crc = crc32(content, crc);
    at += bytes.length;
    if (content.length > 0) yield content;
  }
  if (crc !== part.crc) throw broken('Its checksum in the ZIP is another one.', part.path);
}
