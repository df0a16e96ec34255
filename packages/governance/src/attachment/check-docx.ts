import { limits, Refusal } from '@countersign/contracts';

/** Bytes of a file from `start`, as many as asked for; fewer where the file ends. */
export type ReadAt = (start: number, length: number) => Promise<Buffer>;

const signature = { local: 0x0403_4b50, entry: 0x0201_4b50, end: 0x0605_4b50 } as const;
const fixed = { local: 30, entry: 46, end: 22 } as const;
const required = ['[content_types].xml', 'word/document.xml'];

interface Entry {
  /** In lower case: names of parts are compared without regard to it. */
  readonly name: string;
  readonly raw: Buffer;
  readonly at: number;
  /** Where its bytes end at the earliest. */
  readonly until: number;
}

const refused = (problem: string) =>
  new Refusal('BAD_INPUT', `The file is no DOCX document: ${problem}.`, { problem });

/**
 * Reads a DOCX by the directory at its end alone; nothing is unpacked, so no declared size is ever allocated.
 * @throws Refusal BAD_INPUT where the directory is cut, lies, lacks the parts of a document, or names macros
 */
export async function checkDocx(readAt: ReadAt, size: number): Promise<void> {
  const end = await readAt(Math.max(0, size - fixed.end), fixed.end);
  if (end.length < fixed.end || end.readUInt32LE(0) !== signature.end || end.readUInt16LE(20) !== 0)
    throw refused('it does not end with the end of a ZIP directory');
  const [count, bytes, at] = [end.readUInt16LE(10), end.readUInt32LE(12), end.readUInt32LE(16)];
  if (end.readUInt32LE(4) !== 0 || end.readUInt16LE(8) !== count) throw refused('it is a part of an archive');
  if (count > limits.archiveEntries || bytes > limits.archiveDirectory)
    throw refused(`it has more than ${limits.archiveEntries} parts`);
  if (at + bytes !== size - fixed.end) throw refused('its directory is not where it says');
  const entries = entriesIn(await readAt(at, bytes), count, at);
  refuseOverlaps(entries, at);
  for (const name of required) await requirePart(readAt, entries, name);
}

function entriesIn(directory: Buffer, count: number, end: number): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  let from = 0;
  for (let index = 0; index < count; index += 1) {
    if (from + fixed.entry > directory.length || directory.readUInt32LE(from) !== signature.entry)
      throw refused('its directory is cut');
    const length = directory.readUInt16LE(from + 28);
    const next =
      from + fixed.entry + length + directory.readUInt16LE(from + 30) + directory.readUInt16LE(from + 32);
    if (next > directory.length) throw refused('its directory is cut');
    if ((directory.readUInt16LE(from + 8) & 1) !== 0) throw refused('it is encrypted');
    const raw = directory.subarray(from + fixed.entry, from + fixed.entry + length);
    const name = raw.toString('latin1').toLowerCase();
    const start = directory.readUInt32LE(from + 42);
    const until = start + fixed.local + length + directory.readUInt32LE(from + 20);
    refuseName(name);
    if (entries.has(name)) throw refused('two of its parts have the same name');
    if (until > end) throw refused('a part of it lies outside of the file');
    entries.set(name, { name, raw, at: start, until });
    from = next;
  }
  if (from !== directory.length) throw refused('its directory holds more than it says');
  return entries;
}

function refuseName(name: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/^\/|\\|[\u0000-\u001f]|(?:^|\/)\.\.(?:\/|$)/.test(name)) throw refused('a part of it leads out of it');
  if (/(?:^|\/)vba(?:project\.bin|data\.xml)$/.test(name)) throw refused('it carries macros');
}

/** Parts follow each other from the first byte on: nothing stands before them, and none is within another. */
function refuseOverlaps(entries: ReadonlyMap<string, Entry>, end: number): void {
  let from = 0;
  for (const { at, until } of [...entries.values()].sort((one, other) => one.at - other.at)) {
    if (from === 0 && at !== 0) throw refused('something stands before its first part');
    if (at < from || until > end) throw refused('its parts overlap');
    from = until;
  }
}

/** The directory names the part, and the part says that it is that one. */
async function requirePart(readAt: ReadAt, entries: ReadonlyMap<string, Entry>, name: string): Promise<void> {
  const entry = entries.get(name);
  if (!entry) throw refused(`it has no ${name}`);
  const head = await readAt(entry.at, fixed.local + entry.raw.length);
  const isThere =
    head.length === fixed.local + entry.raw.length &&
    head.readUInt32LE(0) === signature.local &&
    head.readUInt16LE(26) === entry.raw.length &&
    head.subarray(fixed.local).equals(entry.raw);
  if (!isThere) throw refused('its directory names parts that are not there');
}
