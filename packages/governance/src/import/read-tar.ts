import { type Archive, ArchiveFiles } from './archive-entry.ts';
import { refuseImport } from './refuse-import.ts';

const block = 512;
/** Bytes of a name or a set of attributes that stands in front of an entry. */
const longestHead = 64 * 1024;

const broken = (reason: string) => refuseImport('The TAR', '', reason);

export const isTar = (bytes: Buffer): boolean =>
  bytes.length >= block && bytes.toString('latin1', 257, 262) === 'ustar';

/**
 * Unpacks a TAR (POSIX ustar and pax, GNU's long names). Links, devices and whatever else is no file are named and never followed.
 * @throws Refusal IMPORT_REFUSED
 */
export function readTar(bytes: Buffer): Archive {
  const archive = new ArchiveFiles();
  /** What an extended head says of the next entry. */
  let next: { path?: string; size?: number } = {};
  let at = 0;
  while (at + block <= bytes.length) {
    const head = bytes.subarray(at, at + block);
    if (head.every((byte) => byte === 0)) return archive.done();
    refuseChecksum(head);
    const type = String.fromCharCode(head[156]!);
    const isHead = 'gxLK'.includes(type);
    const size = (isHead ? undefined : next.size) ?? numberIn(head, 124, 12);
    const from = at + block;
    if (from + size > bytes.length) throw broken('is cut');
    const content = bytes.subarray(from, from + size);
    at = from + Math.ceil(size / block) * block;
    if (type === 'g') continue;
    if (type === 'x' || type === 'L' || type === 'K') {
      if (size > longestHead) throw broken('has a head that is too long');
      if (type === 'x') next = { ...next, ...attributesIn(content) };
      if (type === 'L') next = { ...next, path: textIn(content, 0, content.length) };
      continue;
    }
    const named = next.path ?? pathIn(head);
    next = {};
    const path = archive.admit(type === '5' && !named.endsWith('/') ? `${named}/` : named);
    if (path === null) continue;
    if (type === '0' || type === '\0' || type === '7') archive.add(path, content);
    else archive.leave(path);
  }
  throw broken('has no end: it was cut');
}

function refuseChecksum(head: Buffer): void {
  let sum = 0;
  for (let index = 0; index < block; index += 1) sum += index >= 148 && index < 156 ? 32 : head[index]!;
  if (sum !== numberIn(head, 148, 8)) throw broken('has a head whose checksum is another one');
}

const textIn = (bytes: Buffer, from: number, length: number): string => {
  const text = bytes.toString('utf8', from, from + length);
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
};

/** The prefix is ustar's alone; GNU keeps times in its place. */
function pathIn(head: Buffer): string {
  const isPosix = head.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isPosix ? textIn(head, 345, 155) : '';
  const name = textIn(head, 0, 100);
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Octal, or GNU's form for what does not fit. */
function numberIn(head: Buffer, from: number, length: number): number {
  if ((head[from]! & 0x80) !== 0) {
    const value = head.readUIntBE(from + length - 6, 6);
    if (head.subarray(from + 1, from + length - 6).some((byte) => byte !== 0))
      throw broken('has a huge entry');
    return value;
  }
  const text = textIn(head, from, length).trim();
  if (!/^[0-7]*$/.test(text)) throw broken('has a head with a number that is none');
  return text === '' ? 0 : Number.parseInt(text, 8);
}

/** Records of `LENGTH KEY=VALUE\n`. */
function attributesIn(content: Buffer): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  let at = 0;
  while (at < content.length) {
    const space = content.indexOf(32, at);
    const length = space < 0 ? Number.NaN : Number(content.toString('latin1', at, space));
    if (!Number.isInteger(length) || length <= space - at || at + length > content.length)
      throw broken('has an extended head that is broken');
    const [, key, value] =
      /^([^=]+)=([\s\S]*)\n$/.exec(content.toString('utf8', space + 1, at + length)) ?? [];
    if (key === 'path') found.path = value!;
    if (key === 'size') {
      if (!/^\d{1,15}$/.test(value!)) throw broken('has an extended head that is broken');
      found.size = Number(value);
    }
    at += length;
  }
  return found;
}
