import { describe, expect, it } from 'vitest';
import { FormatFault } from './format-fault.ts';
import { parseDvc, parseDvcListing } from './parse-dvc.ts';
import { parseLfsPointer } from './parse-lfs-pointer.ts';
import { DeltaReplay, versionAt } from './replay-delta-log.ts';

const faultOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof FormatFault) return error.message;
    throw error;
  }
  return 'was read';
};
const bytes = (text: string) => Buffer.from(text);
const oid = 'ab'.repeat(32);
const pointer = (...lines: string[]) =>
  bytes(['version https://git-lfs.github.com/spec/v1', ...lines].map((line) => `${line}\n`).join(''));

describe('a Git-LFS pointer', () => {
  it('names the object and its size, and keeps what extensions add', () => {
    expect(parseLfsPointer(pointer(`oid sha256:${oid}`, 'size 12345'))).toEqual({ oid, size: 12_345 });
    expect(parseLfsPointer(pointer(`ext-0-foo sha256:${oid}`, `oid sha256:${oid}`, 'size 0')).size).toBe(0);
  });

  it.each([
    ['line 3 has oid out of order or twice', ['size 1', `oid sha256:${oid}`]],
    ['oid is missing or no sha256: with 64 hex digits', ['oid md5:1', 'size 1']],
    ['line 2 is no key, one space and a value', [`oid\tsha256:${oid}`, 'size 1']],
    ['size is missing or no count of bytes', [`oid sha256:${oid}`, 'size -1']],
    ['the file has', [`oid sha256:${oid}`, `size 1${' '.repeat(1_000)}`]],
  ])('is refused: %s', (said, lines) => {
    expect(faultOf(() => parseLfsPointer(pointer(...lines)))).toContain(said);
  });

  it('is UTF-8, of a known version, and ends with a line feed', () => {
    expect(faultOf(() => parseLfsPointer(Buffer.from([0xff, 0x0a])))).toBe('the file is not UTF-8');
    expect(faultOf(() => parseLfsPointer(bytes('version https://example.com/v1\n')))).toContain('line 1');
    expect(faultOf(() => parseLfsPointer(bytes('version x')))).toBe('line 1 does not end with a line feed');
  });
});

const lock = `schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps:
    - {path: data/rides, hash: md5, md5: 14d187e749ee5614e105741c719fa185.dir, size: 18999874, nfiles: 183}
    outs:
    - path: model.onnx
      md5: 11111111111111111111111111111e11
      size: 10
`;

describe('a DVC file', () => {
  it('is read with every stage, and a digest of digits stays a text', () => {
    expect(parseDvc(bytes(lock)).map(({ place, md5, size, nfiles }) => [place, md5, size, nfiles])).toEqual([
      ['stages.train.outs.0', '11111111111111111111111111111e11', 10, null],
      ['stages.train.deps.0', '14d187e749ee5614e105741c719fa185.dir', 18_999_874, 183],
    ]);
    expect(
      parseDvc(bytes('outs:\n- md5: 869bcff825707be457fd806573a61b52.dir\n  path: dataset\n')),
    ).toMatchObject([{ place: 'outs.0', stage: null, path: 'dataset', size: null }]);
    // The first schema of dvc.lock had no `schema` and no `stages`.
    expect(parseDvc(bytes('train:\n  deps:\n  - path: a\n'))).toMatchObject([
      { place: 'train.deps.0', md5: null },
    ]);
  });

  it.each([
    ['outs.0 names no path', 'outs:\n- md5: 869bcff825707be457fd806573a61b52\n'],
    ['outs.0.md5 is no MD5', 'outs:\n- {path: a, md5: 869BCFF825707be457fd806573a61b52}\n'],
    ['outs.0.size is no count', 'outs:\n- {path: a, size: -1}\n'],
    ['outs is no list', 'outs: {}\n'],
    ['schema is none that is known', "schema: '3.0'\nstages: {}\n"],
    ['line 3, column 1 is no YAML', 'outs:\n- {path: a\n'],
    ['the file is no YAML mapping', '- a\n'],
    ['has aliases or nests too deep', `a: &a [x, x]\nb: &b [*a, *a]\nouts: [*b, *b]\n`],
    ['has aliases or nests too deep', `outs: ${'['.repeat(100_000)}`],
    ['has aliases or nests too deep', '- '.repeat(100_000)],
    ['has more than', 'a'.repeat(600_000)],
  ])('is refused: %s', (said, text) => {
    expect(faultOf(() => parseDvc(bytes(text)))).toContain(said);
  });

  it('lists a directory by paths that stay inside of it', () => {
    const md5 = 'a'.repeat(32);
    expect(parseDvcListing(bytes(JSON.stringify([{ md5, relpath: 'a/b.csv' }]))).files).toBe(1);
    expect(faultOf(() => parseDvcListing(bytes(JSON.stringify([{ md5, relpath: '../b' }]))))).toContain(
      '0.relpath',
    );
    expect(faultOf(() => parseDvcListing(bytes('[{}]')))).toBe('0.md5 is no MD5');
    expect(faultOf(() => parseDvcListing(bytes('{')))).toBe('the file is no JSON');
  });
});

const add = (path: string, rows: number | null, more = {}) =>
  JSON.stringify({
    add: {
      path,
      size: 100,
      ...(rows === null ? {} : { stats: JSON.stringify({ numRecords: rows }) }),
      ...more,
    },
  });
const remove = (path: string, more = {}) => JSON.stringify({ remove: { path, ...more } });
const info = (timestamp: number) => JSON.stringify({ commitInfo: { timestamp } });
const vector = { deletionVector: { storageType: 'u', pathOrInlineDv: 'x', offset: 1, cardinality: 3 } };

describe('the log of a Delta table', () => {
  it('adds up to files, bytes and rows at a version, deleted rows left out', () => {
    const replay = new DeltaReplay();
    replay.take(0, bytes([info(1_000), add('a', 10), add('b', 20)].join('\n')));
    expect(replay.state).toEqual({ files: 2, bytes: 200, rows: 30 });
    // A file is rewritten with a deletion vector: the same path, another file.
    replay.take(1, bytes([info(900), remove('a'), add('a', 10, vector)].join('\n')));
    expect(replay.state).toEqual({ files: 2, bytes: 200, rows: 27 });
    replay.take(2, bytes([info(5_000), remove('b'), add('c', null)].join('\n')));
    expect(replay.state).toEqual({ files: 2, bytes: 200, rows: null });
    // The second commit says that it came before the first; it counts as a millisecond later.
    expect([999, 1_000, 1_001, 4_999, 5_000, 5_001].map((at) => versionAt(replay.commits, at))).toEqual([
      null,
      0,
      1,
      1,
      2,
      null,
    ]);
  });

  it.each([
    ['commit 0, line 1, is no JSON', '{'],
    ['commit 0, line 1, is no action', '[]'],
    ['commit 0, line 2, names no file', '{}\n{"add":{"size":1}}'],
    ['commit 0, line 1, adds a file without a size', '{"add":{"path":"a"}}'],
    ['commit 0, line 1, stats is no JSON', '{"add":{"path":"a","size":1,"stats":"x"}}'],
    ['deletes no count of the rows', add('a', 1, vector)],
  ])('is refused: %s', (said, text) => {
    expect(faultOf(() => new DeltaReplay().take(0, bytes(text)))).toContain(said);
  });
});
