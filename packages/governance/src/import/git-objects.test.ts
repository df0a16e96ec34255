import { deflateSync } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { deltaOf, type Entry, indexOf, nameOf, type Pack, packOf, sealed } from '../../test/git-pack.ts';
import { GitRoom } from './git-object.ts';
import { GitObjects } from './git-objects.ts';

const blob = (text: string, more: Partial<Entry> = {}): Entry => ({
  type: 'blob',
  body: Buffer.from(text),
  ...more,
});
const tide = blob('The tide is high.\n'.repeat(30));
const ebb = blob(`${tide.body}The tide is low.\n`);
const inFiles = ({ pack, index }: Pick<Pack, 'pack' | 'index'>, name = 'pack-1') => ({
  [`.git/objects/pack/${name}.pack`]: pack,
  [`.git/objects/pack/${name}.idx`]: index,
});
const objectsIn = (files: Readonly<Record<string, Uint8Array>>, room?: GitRoom) =>
  new GitObjects('.git', new Map(Object.entries(files)), room);
const readAll = (entries: readonly Entry[], far = false) => {
  const objects = objectsIn(inFiles(packOf(entries, far)));
  return entries.map((entry) => objects.read(entry.oid ?? nameOf(entry)));
};
const pack = '.git/objects/pack/pack-1.pack';
const index = '.git/objects/pack/pack-1.idx';
const refused = (file: string, place: string | RegExp, reason: string) =>
  expect.objectContaining({
    code: 'IMPORT_REFUSED',
    detail: {
      file,
      place: typeof place === 'string' ? place : expect.stringMatching(place),
      reason: expect.stringContaining(reason),
    },
  });

describe('objects in a pack of Git', () => {
  it.each([false, true])('are read, whole and as deltas by place and by name (far offsets: %s)', (far) => {
    const entries: Entry[] = [
      tide,
      { ...ebb, on: 0 },
      { ...blob(`Tomorrow:\n${ebb.body}`), on: nameOf(ebb) },
      { type: 'commit', body: Buffer.from('tree x\n') },
      { type: 'tag', body: Buffer.from('object x\n') },
      { type: 'tree', body: Buffer.from('') },
      blob('x'.repeat(70_000)),
      {
        ...blob(`${'x'.repeat(70_000)}y`),
        on: 6,
        delta: deltaOf(70_000, 70_001, [0x80], [0xb1, 0, 0x70, 0x11], [1, 0x79]),
      },
    ];
    const read = readAll(entries, far);
    expect(read.map((object) => object?.type)).toEqual(entries.map(({ type }) => type));
    for (const [place, object] of read.entries())
      expect(object?.body.equals(entries[place]!.body)).toBe(true);
  });

  it('are read where they are named by SHA-256', () => {
    const entries = [tide, { ...ebb, on: nameOf(tide, 'sha256') }, { ...blob('The tide.'), on: 0 }];
    const objects = objectsIn(inFiles(packOf(entries, false, 'sha256')));
    for (const entry of entries)
      expect(objects.read(nameOf(entry, 'sha256'))?.body.equals(entry.body)).toBe(true);
    expect(objects.read(nameOf(tide))).toBeNull();
  });

  it('are found in whichever pack has them, and are nothing where none has; halves of packs are named', () => {
    const objects = objectsIn({
      ...inFiles(packOf([tide])),
      ...inFiles(packOf([ebb]), 'pack-2'),
      '.git/objects/pack/pack-3.idx': packOf([ebb]).index,
      '.git/objects/pack/pack-4.pack': packOf([ebb]).pack,
      '.git/objects/pack/pack-1.rev': Buffer.from('not read'),
    });
    expect(objects.read(nameOf(ebb))?.body.equals(ebb.body)).toBe(true);
    expect(objects.read(nameOf(tide))?.type).toBe('blob');
    expect(objects.read('e'.repeat(40))).toBeNull();
    expect(objects.read('e'.repeat(64))).toBeNull();
    expect(objects.halves).toEqual(['.git/objects/pack/pack-3.idx', '.git/objects/pack/pack-4.pack']);
  });

  it('are not inflated where they are larger than what is read, nor what stands on them', () => {
    const size = importLimits.text + 1;
    const entries: Entry[] = [
      blob('', { size, oid: 'a'.repeat(40) }),
      blob('', { on: 0, delta: deltaOf(size, 1, [1, 1]), oid: 'b'.repeat(40) }),
      tide,
      blob('', { on: 2, delta: deltaOf(tide.body.length, size), oid: 'c'.repeat(40) }),
    ];
    expect(readAll(entries).map((object) => object?.type)).toEqual(['large', 'large', 'blob', 'large']);
  });
});

describe('a pack of Git that is broken or means harm', () => {
  const { pack: whole, index: its } = packOf([tide]);
  const changed = (bytes: Buffer, change: (of: Buffer) => void): Buffer => {
    const copy = Buffer.from(bytes.subarray(0, -20));
    change(copy);
    return sealed(copy);
  };
  const other = packOf([ebb]);
  const renumbered = changed(whole, (of) => of.writeUInt32BE(7, 8));

  it.each<[string, string, string | RegExp, { pack?: Buffer; index?: Buffer }]>([
    ['is no index of version 2', index, 'byte 0', { index: Buffer.from('x') }],
    ['version 3', index, 'byte 4', { index: changed(its, (of) => of.writeUInt32BE(3, 4)) }],
    ['checksum', index, '', { index: its.subarray(0, -9) }],
    ['counts downwards', index, 'byte 16', { index: changed(its, (of) => of.writeUInt32BE(9, 12)) }],
    ['no room', index, 'byte 1028', { index: changed(its, (of) => of.fill(0xff, 8, 1032)) }],
    [
      'outside',
      index,
      /^object [0-9a-f]{40}$/,
      { index: indexOf([{ oid: nameOf(tide), at: 9_999 }], whole) },
    ],
    [
      'outside',
      index,
      /^object [0-9a-f]{40}$/,
      { index: indexOf([{ oid: nameOf(tide), at: 0x8000_0007 }], whole) },
    ],
    ['is no pack', pack, 'byte 0', { pack: Buffer.from('x') }],
    ['versions 2 and 3', pack, 'byte 4', { pack: changed(whole, (of) => of.writeUInt32BE(4, 4)) }],
    ['broken or cut', pack, /^byte \d+$/, { pack: whole.subarray(0, -9) }],
    ['another pack', pack, '', { pack: other.pack }],
    [
      'another number',
      pack,
      'byte 8',
      { pack: renumbered, index: indexOf([{ oid: nameOf(tide), at: 12 }], renumbered) },
    ],
  ])(
    'is refused with file, place and reason: %s',
    (reason, file, place, { pack: sent = whole, index: of = its }) => {
      const objects = objectsIn(inFiles({ pack: sent, index: of }));
      expect(() => objects.read(nameOf(tide))).toThrow(refused(file, place, reason));
    },
  );

  const { length } = tide.body;
  const onTide = (delta: Buffer, more: Partial<Entry> = {}): Entry => blob('', { on: 0, delta, ...more });
  it.each<[string, Entry]>([
    ['type 5', blob('x', { code: 5 })],
    ['type 0', blob('x', { code: 0 })],
    ['no size', blob('x', { code: 3, size: 2 ** 56 })],
    ['not the 9 bytes', blob('x', { size: 9 })],
    ['not the 9 bytes', blob('x', { size: 9, data: deflateSync(Buffer.alloc(1_000_000)) })],
    ['cannot be inflated', blob('x', { data: Buffer.from('no stream') })],
    ['cannot be inflated', blob('x', { data: deflateSync(Buffer.from('x')).subarray(0, -5) })],
    ['is not the object', blob('x', { oid: 'e'.repeat(40) })],
    ['before the pack', onTide(deltaOf(length, 0), { distance: 99_999 })],
    ['before the pack', onTide(deltaOf(length, 0), { distance: 0 })],
    ['not in the pack', blob('x', { on: 'e'.repeat(40), delta: deltaOf(1, 1) })],
    ['a delta that is cut', onTide(Buffer.from([0x80]))],
    ['a delta that is cut', onTide(deltaOf(length, 9, [0x91, 0]))],
    ['Git does not know', onTide(deltaOf(length, 1, [0]))],
    ['changes 7 bytes', onTide(deltaOf(7, 1, [1, 1]))],
    ['where there are none', onTide(deltaOf(length, 0x1_0000, [0x80]))],
    ['where there are none', onTide(deltaOf(length, 9, [9, 1]))],
    ['more than the 1 bytes', onTide(deltaOf(length, 1, [2, 1, 1]))],
    ['makes 1 bytes, and says 9', onTide(deltaOf(length, 9, [1, 1]))],
  ])('is refused where an object in it is broken: %s', (reason, entry) => {
    const made = packOf([tide, entry]);
    const objects = objectsIn(inFiles(made));
    expect(() => objects.read(entry.oid ?? nameOf(entry))).toThrow(
      refused(pack, `byte ${made.at[1]}`, reason),
    );
  });

  it('is refused where deltas run in a circle, or stand on more of each other than Git makes', () => {
    const [first, second] = ['a'.repeat(40), 'b'.repeat(40)];
    const circle = [
      blob('', { on: second, delta: deltaOf(1, 1), oid: first }),
      blob('', { on: first, delta: deltaOf(1, 1), oid: second }),
    ];
    expect(() => readAll(circle)).toThrow(refused(pack, /^byte \d+$/, 'stands on itself'));
    const same = deltaOf(1, 1, [0x90, 1]);
    const deep = Array.from({ length: importLimits.gitDeltas + 2 }, (_, place) =>
      place === 0
        ? blob('x')
        : blob('x', { on: place - 1, delta: same, oid: place.toString(16).padStart(40, '0') }),
    );
    const { pack: bytes, index: of } = packOf(deep);
    expect(() => objectsIn(inFiles({ pack: bytes, index: of })).read(deep.at(-1)!.oid!)).toThrow(
      refused(pack, /^byte \d+$/, '4095 deltas'),
    );
  });

  it('is refused where its objects would take more than an import unpacks', () => {
    const bomb = [
      blob('x'.repeat(60_000)),
      ...[1, 2, 3].map((digit) =>
        blob('', {
          on: 0,
          delta: deltaOf(60_000, 600_000, ...Array.from({ length: 10 }, () => [0xb0, 0x60, 0xea])),
          oid: `${digit}`.repeat(40),
        }),
      ),
    ];
    const files = inFiles(packOf(bomb));
    const read = (bytes: number, objects: number) => {
      const all = objectsIn(files, new GitRoom('.git', { bytes, objects }));
      return bomb.map((entry) => {
        try {
          return all.read(entry.oid ?? nameOf(entry));
        } catch (error) {
          return (error as { detail: { reason: string } }).detail.reason;
        }
      });
    };
    expect(read(1_000_000, 99).slice(2)).toEqual([
      expect.stringContaining('more than 1000000 bytes'),
      expect.stringContaining('more than 1000000 bytes'),
    ]);
    expect(read(9_000_000, 3).at(-1)).toContain('more than 3 objects');
    const many = Object.assign(
      {},
      ...Array.from({ length: importLimits.gitPacks + 1 }, (_, n) => inFiles(packOf([]), `pack-${n}`)),
    );
    expect(() => objectsIn(many).read(nameOf(tide))).toThrow(refused('.git', '', 'more than 100 packs'));
  });
});
