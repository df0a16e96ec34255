import { crc32, deflateRawSync } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { tarOf } from '../../test/packed.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';

interface ZipEntry {
  readonly path: string;
  readonly content: Uint8Array;
  /** What the archive says of it instead of the truth. */
  readonly says?: {
    readonly size?: number;
    readonly crc?: number;
    readonly at?: number;
    readonly mode?: number;
    readonly flags?: number;
  };
}

function zipOf(...entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { path, content, says = {} } of entries) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30 + path.length);
    local.writeUInt32LE(0x0403_4b50, 0);
    local.writeUInt16LE(path.length, 26);
    local.write(path, 30, 'latin1');
    const entry = Buffer.alloc(46 + path.length);
    entry.writeUInt32LE(0x0201_4b50, 0);
    entry.writeUInt16LE(says.flags ?? 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(says.crc ?? crc32(content), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(says.size ?? content.length, 24);
    entry.writeUInt16LE(path.length, 28);
    entry.writeUInt32LE(((says.mode ?? 0o100644) << 16) >>> 0, 38);
    entry.writeUInt32LE(says.at ?? at, 42);
    entry.write(path, 46, 'latin1');
    parts.push(local, packed);
    directory.push(entry);
    at += local.length + packed.length;
  }
  const end = Buffer.alloc(22);
  const all = Buffer.concat(directory);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(all.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, all, end]);
}

const text = (content: string) => Buffer.from(content);
const reasonOf = async (read: () => unknown): Promise<string> => {
  try {
    await read();
  } catch (error) {
    return (error as Error).message;
  }
  return 'read';
};

describe('archives', () => {
  it('are read: ZIP and TAR, folders and litter passed over, links named and not followed', async () => {
    const zip = await readZip(
      zipOf(
        { path: 'mlruns/', content: text('') },
        { path: 'mlruns/a.txt', content: text('alpha') },
        { path: '__MACOSX/mlruns/._a.txt', content: text('x') },
        { path: 'mlruns/link', content: text('/etc/passwd'), says: { mode: 0o120777 } },
      ),
    );
    expect([...zip.files].map(([path, bytes]) => [path, Buffer.from(bytes).toString()])).toEqual([
      ['mlruns/a.txt', 'alpha'],
    ]);
    expect(zip.notFiles).toEqual(['mlruns/link']);
    const tar = readTar(tarOf({ './mlruns/a.txt': 'alpha', 'empty.txt': '' }, { 'mlruns/out': '../../etc' }));
    expect([...tar.files.keys()]).toEqual(['mlruns/a.txt', 'empty.txt']);
    expect(tar).toMatchObject({ notFiles: ['mlruns/out'], bytes: 5 });
  });

  it.each([
    ['leads out', [{ path: '../out', content: text('x') }]],
    ['leads out', [{ path: '/etc/cron.d/x', content: text('x') }]],
    ['leads out', [{ path: 'a\\..\\b', content: text('x') }]],
    ['is no path', [{ path: 'a//b', content: text('x') }]],
    ['more than 32 folders', [{ path: `${'a/'.repeat(40)}b`, content: text('x') }]],
    [
      'twice',
      [
        { path: 'a', content: text('x') },
        { path: 'a', content: text('y') },
      ],
    ],
    ['size or checksum', [{ path: 'a', content: text('x'), says: { crc: 1 } }]],
    ['does not unpack', [{ path: 'a', content: Buffer.alloc(100_000), says: { size: 10 } }]],
    ['unpacks to more', [{ path: 'a', content: text('x'), says: { size: importLimits.unpacked + 1 } }]],
    [
      'overlap',
      [
        { path: 'a', content: text('x') },
        { path: 'b', content: text('x'), says: { at: 0 } },
      ],
    ],
    ['encrypted', [{ path: 'a', content: text('x'), says: { flags: 1 } }]],
  ] as const)('a ZIP is refused: %s', async (reason, entries) => {
    expect(await reasonOf(() => readZip(zipOf(...entries)))).toContain(reason);
  });

  it('a cut or changed archive is refused', async () => {
    const zip = zipOf({ path: 'a', content: text('alpha') });
    expect(await reasonOf(() => readZip(zip.subarray(0, -4)))).toContain('cut');
    const tar = tarOf({ a: 'alpha' });
    expect(await reasonOf(() => readTar(tar.subarray(0, 512)))).toContain('cut');
    expect(await reasonOf(() => readTar(tar.subarray(0, 1_024)))).toContain('no end');
    tar[0] = 98;
    expect(await reasonOf(() => readTar(tar))).toContain('checksum');
    expect(await reasonOf(() => readTar(tarOf({ '../a': 'x' })))).toContain('leads out');
  });
});
