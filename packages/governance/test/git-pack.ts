import { createHash } from 'node:crypto';
import { deflateSync, inflateSync } from 'node:zlib';

/**
 * Something to be packed: an object; or a delta, with the place of what it stands on (its number here) or its name. Whatever else is
 * said stands in the pack as it is, so that packs can be made which Git never makes.
 */
export interface Entry {
  readonly type: 'commit' | 'tree' | 'blob' | 'tag';
  readonly body: Uint8Array;
  readonly on?: number | string;
  readonly delta?: Uint8Array;
  readonly code?: number;
  readonly size?: number;
  readonly data?: Uint8Array;
  readonly distance?: number;
  /** In the index. */
  readonly oid?: string;
}

const codes = { commit: 1, tree: 2, blob: 3, tag: 4 } as const;
type Algorithm = 'sha1' | 'sha256';
const digestOf = (algorithm: Algorithm, ...parts: Uint8Array[]): Buffer => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest();
};
export const nameOf = ({ type, body }: Pick<Entry, 'type' | 'body'>, algorithm: Algorithm = 'sha1'): string =>
  digestOf(algorithm, Buffer.from(`${type} ${body.length}\0`), body).toString('hex');

const lowestFirst = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...lowestFirst(Math.floor(value / 0x80))];
const headOf = (code: number, size: number): Buffer =>
  Buffer.from(
    size < 16
      ? [(code << 4) | size]
      : [(code << 4) | (size % 16) | 0x80, ...lowestFirst(Math.floor(size / 16))],
  );
const distanceOf = (value: number): Buffer => {
  const bytes = [value % 0x80];
  for (let left = Math.floor(value / 0x80); left > 0; left = Math.floor(left / 0x80)) {
    left -= 1;
    bytes.unshift((left % 0x80) | 0x80);
  }
  return Buffer.from(bytes);
};

/** Sizes, then instructions, as they are given. */
export const deltaOf = (from: number, to: number, ...instructions: readonly (readonly number[])[]): Buffer =>
  Buffer.from([...lowestFirst(from), ...lowestFirst(to), ...instructions.flat()]);

const copied = (offset: number, size: number): number[] =>
  size === 0
    ? []
    : [
        0xff,
        ...[0, 8, 16, 24].map((by) => (offset >>> by) & 0xff),
        ...[0, 8, 16].map((by) => (size >>> by) & 0xff),
      ];
const inserted = (bytes: Uint8Array): number[] =>
  bytes.length === 0
    ? []
    : [Math.min(127, bytes.length), ...bytes.subarray(0, 127), ...inserted(bytes.subarray(127))];

/** What `base` and `body` begin and end with is copied, the rest is inserted. */
export function deltaBetween(base: Uint8Array, body: Uint8Array): Buffer {
  const shorter = Math.min(base.length, body.length);
  let begin = 0;
  while (begin < shorter && base[begin] === body[begin]) begin += 1;
  let end = 0;
  while (end < shorter - begin && base.at(-1 - end) === body.at(-1 - end)) end += 1;
  return deltaOf(
    base.length,
    body.length,
    copied(0, begin),
    inserted(body.subarray(begin, body.length - end)),
    copied(base.length - end, end),
  );
}

export interface Pack {
  readonly pack: Buffer;
  readonly index: Buffer;
  /** Where each entry begins. */
  readonly at: readonly number[];
}

/** With the checksum that its bytes have. */
export const sealed = (bytes: Uint8Array, algorithm: Algorithm = 'sha1'): Buffer =>
  Buffer.concat([bytes, digestOf(algorithm, bytes)]);

/** A pack and its index. Where `far`, offsets stand where those of four bytes have no room. */
export function packOf(entries: readonly Entry[], far = false, algorithm: Algorithm = 'sha1'): Pack {
  const head = Buffer.alloc(12);
  head.write('PACK');
  head.writeUInt32BE(2, 4);
  head.writeUInt32BE(entries.length, 8);
  const parts: Buffer[] = [head];
  const at: number[] = [];
  let length = head.length;
  for (const entry of entries) {
    const { on, delta, size, data } = entry;
    const base = typeof on === 'number' ? entries[on] : entries.find((one) => nameOf(one, algorithm) === on);
    const content = on === undefined ? entry.body : (delta ?? deltaBetween(base!.body, entry.body));
    const code = entry.code ?? (on === undefined ? codes[entry.type] : typeof on === 'number' ? 6 : 7);
    at.push(length);
    const bytes = Buffer.concat([
      headOf(code, size ?? content.length),
      typeof on === 'number' ? distanceOf(entry.distance ?? length - at[on]!) : Buffer.from(on ?? '', 'hex'),
      data ?? deflateSync(content),
    ]);
    parts.push(bytes);
    length += bytes.length;
  }
  const pack = sealed(Buffer.concat(parts), algorithm);
  const named = entries.map((entry, index) => ({
    oid: entry.oid ?? nameOf(entry, algorithm),
    at: at[index]!,
  }));
  return { pack, index: indexOf(named, pack, far, algorithm), at };
}

export function indexOf(
  named: readonly { readonly oid: string; readonly at: number }[],
  pack: Buffer,
  far = false,
  algorithm: Algorithm = 'sha1',
): Buffer {
  const sorted = named.toSorted((a, b) => (a.oid < b.oid ? -1 : 1));
  const words = (values: readonly number[]) => {
    const bytes = Buffer.alloc(values.length * 4);
    for (const [place, value] of values.entries()) bytes.writeUInt32BE(value, place * 4);
    return bytes;
  };
  const firstByte = ({ oid }: { oid: string }) => Number.parseInt(oid.slice(0, 2), 16);
  const counts = Array.from(
    { length: 256 },
    (_, byte) => sorted.filter((one) => firstByte(one) <= byte).length,
  );
  return sealed(
    Buffer.concat([
      words([0xff744f63, 2, ...counts]),
      Buffer.from(sorted.map(({ oid }) => oid).join(''), 'hex'),
      Buffer.alloc(sorted.length * 4),
      words(sorted.map(({ at: offset }, place) => (far ? 0x8000_0000 + place : offset))),
      words(far ? sorted.flatMap(({ at: offset }) => [0, offset]) : []),
      pack.subarray(algorithm === 'sha1' ? -20 : -32),
    ]),
    algorithm,
  );
}

/** A repository whose objects lie in files of their own, with all of them in one pack instead: each a delta on the one before of its type. */
export function packedInstead(
  files: Readonly<Record<string, string | Uint8Array>>,
): Record<string, string | Uint8Array> {
  const loose = /^(.*\.git\/objects)\/[0-9a-f]{2}\/[0-9a-f]{38}$/;
  const entries: Entry[] = [];
  const rest: Record<string, string | Uint8Array> = {};
  let folder = '';
  for (const [path, content] of Object.entries(files)) {
    const found = loose.exec(path)?.[1];
    if (found === undefined) rest[path] = content;
    else {
      folder = found;
      const whole = inflateSync(content);
      const end = whole.indexOf(0);
      const type = whole.toString('latin1', 0, end).split(' ')[0] as Entry['type'];
      const before = entries.findLastIndex((entry) => entry.type === type);
      entries.push({
        type,
        body: whole.subarray(end + 1),
        ...(before >= 0 && { on: entries.length % 2 === 0 ? before : nameOf(entries[before]!) }),
      });
    }
  }
  const { pack, index } = packOf(entries);
  return { ...rest, [`${folder}/pack/pack-1.pack`]: pack, [`${folder}/pack/pack-1.idx`]: index };
}
