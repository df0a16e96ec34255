import { createHash } from 'node:crypto';
import {
  type DatasetReference,
  ExaminedDatasets,
  type FileKind,
  type Manifest,
} from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest, sha256, upload } from '../../test/example-version.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { amendVersion } from '../version/amend-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { drainJobs } from '../worker.ts';
import { queueFilling } from './fill-findings.ts';
import { readDatasets } from './read-datasets.ts';

const rides = Buffer.from('date,rides\r\n2024-01-01,7\r\n');
const md5 = (bytes: Buffer) => createHash('md5').update(bytes).digest('hex');
const blobId = createHash('sha1').update(`blob ${rides.length}\0`).update(rides).digest('hex');
const oid = 'cd'.repeat(32);
const listing = Buffer.from(JSON.stringify([{ md5: 'a'.repeat(32), relpath: 'a.csv' }]));
const text = (...lines: string[]) => Buffer.from(`${lines.join('\n')}\n`);
const commit = (...actions: object[]) => text(...actions.map((action) => JSON.stringify(action)));
const added = (path: string, numRecords: number) => ({
  add: { path, size: 50, stats: JSON.stringify({ numRecords }) },
});
const commitName = (version: number) => `lake/_delta_log/${String(version).padStart(20, '0')}.json`;

const bytesOf: Readonly<Record<string, Buffer>> = {
  'data/rides.csv': rides,
  'big.csv': text('version https://git-lfs.github.com/spec/v1', `oid sha256:${oid}`, 'size 123456789'),
  'dvc.lock': text(
    "schema: '2.0'",
    'stages:',
    '  train:',
    '    deps:',
    `    - {path: data/rides.csv, hash: md5, md5: ${md5(rides)}, size: ${rides.length}}`,
    `    - {path: data/all, hash: md5, md5: ${md5(listing)}.dir, size: 9, nfiles: 1}`,
  ),
  'all.dir': listing,
  'lake/_delta_log/readme.txt': text('not a commit'),
  [commitName(0)]: commit({ commitInfo: { timestamp: 1_700_000_000_000 } }, added('a', 10), added('b', 5)),
  [commitName(1)]: commit({ commitInfo: { timestamp: 1_700_000_100_000 } }, { remove: { path: 'a' } }),
};

const good: readonly DatasetReference[] = [
  {
    name: 'by digest',
    kind: 'uri',
    uri: 's3://bucket/rides.csv',
    digest: sha256(rides),
    source: { size: rides.length },
  },
  {
    name: 'elsewhere',
    kind: 'uri',
    uri: 's3://bucket/other.csv',
    digest: oid,
    rows: 7,
    source: { licence: 'MIT' },
  },
  {
    name: 'asked',
    kind: 'query',
    query: 'SELECT 1',
    source: { ids: ['a', 'b'] },
    rows: 2,
    split: { trainRows: 2 },
  },
  {
    name: 'git',
    kind: 'git-blob',
    source: { oid: blobId, file: 'data/rides.csv', repository: 'https://example.com/a' },
  },
  { name: 'lfs', kind: 'git-lfs', source: { oid: `sha256:${oid}`, size: 123_456_789, pointer: 'big.csv' } },
  {
    name: 'dvc file',
    kind: 'dvc',
    source: {
      md5: md5(rides),
      path: 'data/rides.csv',
      stage: 'train',
      pointer: 'dvc.lock',
      file: 'data/rides.csv',
    },
  },
  {
    name: 'dvc folder',
    kind: 'dvc',
    source: { md5: `${md5(listing)}.dir`, pointer: 'dvc.lock', listing: 'all.dir' },
  },
  { name: 'delta', kind: 'delta', uri: 's3://lake', source: { version: 1 }, rows: 5 },
  {
    name: 'delta then',
    kind: 'delta',
    uri: 's3://lake',
    source: { timestamp: '2023-11-14T22:14:00Z', files: 2 },
  },
  {
    name: 'grown',
    kind: 'base-and-changes',
    rows: 12,
    source: {
      base: { file: 'data/rides.csv', rows: 10 },
      changes: [{ uri: 's3://b/c.csv', added: 3, removed: 1 }],
    },
  },
  {
    name: 'dvc before version 3',
    kind: 'dvc',
    source: { md5: md5(Buffer.from('date,rides\n2024-01-01,7\n')), file: 'data/rides.csv' },
  },
  { name: 'run', kind: 'mlflow', uri: 'runs:/0a1b/data/rides.csv' },
];

let scene: Scene;
let manifest: Manifest;
beforeAll(async () => {
  scene = await openScene('low');
  const example = await exampleManifest(scene.developer, 'ridership-demand-2.1.0-rc.1', '');
  const files = await upload(
    scene.developer,
    Object.entries(bytesOf).map(([path, bytes]) => ({ path, kind: 'data' as FileKind, bytes })),
  );
  manifest = { ...example, model: scene.model, files: [...example.files, ...files] };
});
afterAll(() => scene.house.close());

const register = (version: string, datasets: readonly DatasetReference[]) =>
  registerVersion(scene.developer, { ...manifest, version, datasets: [...datasets] });
const refusalOf = async (dataset: DatasetReference) => {
  const refused = await register('refused', [dataset]).catch((error) => error);
  return `${refused.code} ${refused.detail?.field}: ${refused.message}`;
};

describe('the dataset references of a version', () => {
  it('show what its own files prove, and why the rest is claimed', async () => {
    expect((await register('all', good)).fittedOnAll).toEqual([
      { dataset: 'asked', why: 'trainRows is 2 of 2 rows' },
    ]);
    const found = await readDatasets(scene.developer, { model: scene.model, version: 'all' });
    expect(ExaminedDatasets.parse(found)).toEqual(found);
    const basesOf = (name: string) =>
      Object.fromEntries(
        found.items.find((item) => item.name === name)!.facts.map((fact) => [fact.name, fact.basis]),
      );
    expect(basesOf('by digest')).toEqual({ digest: 'checked', size: 'checked', URI: 'claimed' });
    expect(basesOf('elsewhere')).toEqual({
      digest: 'claimed',
      URI: 'claimed',
      rows: 'claimed',
      licence: 'claimed',
    });
    expect(basesOf('asked')).toEqual({ query: 'claimed', ids: 'checked', rows: 'checked' });
    expect(basesOf('git')).toMatchObject({
      'Git object': 'checked',
      digest: 'checked',
      repository: 'claimed',
    });
    expect(basesOf('lfs')).toEqual({ pointer: 'checked', object: 'checked', size: 'checked' });
    expect(basesOf('dvc file')).toMatchObject({
      'DVC file': 'checked',
      MD5: 'checked',
      'MD5 of the data': 'checked',
      size: 'checked',
    });
    expect(basesOf('dvc folder')).toMatchObject({
      MD5: 'checked',
      'MD5 of the listing': 'checked',
      files: 'checked',
    });
    expect(basesOf('delta')).toMatchObject({
      log: 'checked',
      version: 'checked',
      files: 'checked',
      rows: 'checked',
    });
    expect(basesOf('delta then')).toMatchObject({ moment: 'checked', files: 'checked', rows: 'checked' });
    expect(basesOf('grown')).toMatchObject({ base: 'checked', 'change 1': 'claimed', rows: 'claimed' });
    expect(basesOf('dvc before version 3')).toMatchObject({ 'MD5 of the data': 'checked' });
    expect(basesOf('run')).toEqual({ URI: 'claimed' });
    const data = Object.fromEntries(
      found.items.map(({ name, data: { basis, why } }) => [name, `${basis}: ${why}`]),
    );
    expect(data).toMatchObject({
      'by digest':
        'checked: its bytes are the version’s file data/rides.csv, whose digest is what the reference says',
      git: 'checked: its bytes are the version’s file data/rides.csv, whose Git object is what the reference says',
      'dvc file':
        'checked: its bytes are the version’s file data/rides.csv, whose MD5 of the data is what the reference says',
      lfs: 'claimed: no file of the version has the bytes, and the portal fetches nothing; checked is only what is said of pointer, object and size',
      elsewhere: 'claimed: no file of the version has the bytes, and the portal fetches nothing',
      grown:
        'claimed: no file of the version has the bytes, and the portal fetches nothing; checked is only what is said of base',
    });
    expect(found.items.find(({ name }) => name === 'asked')).toMatchObject({
      split: [{ name: 'trainRows', value: '2' }],
      fittedOnAll: 'trainRows is 2 of 2 rows',
    });
  });

  it.each<[DatasetReference, string]>([
    [{ ...good[0]!, source: { file: 'big.csv' } }, 'datasets.0.digest'],
    [{ ...good[0]!, source: { file: 'nowhere.csv' } }, 'datasets.0.source.file'],
    [{ ...good[3]!, source: { ...good[3]!.source, oid: 'a'.repeat(40) } }, 'datasets.0.source.oid'],
    [{ ...good[4]!, source: { ...good[4]!.source, size: 1 } }, 'datasets.0.source.size'],
    [{ ...good[4]!, source: { ...good[4]!.source, pointer: 'dvc.lock' } }, 'datasets.0.source.pointer'],
    [{ ...good[5]!, source: { ...good[5]!.source, md5: 'b'.repeat(32) } }, 'datasets.0.source.md5'],
    [{ ...good[6]!, source: { ...good[6]!.source, nfiles: 2 } }, 'datasets.0.source.nfiles'],
    [{ ...good[7]!, source: { version: 2 } }, 'datasets.0.source.version'],
    [{ ...good[7]!, rows: 15 }, 'datasets.0.rows'],
    [{ ...good[8]!, source: { timestamp: '2020-01-01T00:00:00Z' } }, 'datasets.0.source.timestamp'],
    [{ ...good[9]!, rows: 13 }, 'datasets.0.rows'],
  ])('are refused where its files say otherwise, %#', async (dataset, field) => {
    expect(await refusalOf(dataset)).toContain(`BAD_INPUT ${field}: Dataset reference 1:`);
  });

  it('are held against the files when they are amended too, and shown to whoever sees the version', async () => {
    const address = { model: scene.model, version: 'all' };
    const amend = (dataset: DatasetReference) =>
      amendVersion(scene.developer, { ...address, expectedRevision: 1, datasets: [dataset] });
    const refused = await amend({ ...good[7]!, rows: 15 }).catch((error) => error);
    expect([refused.code, refused.message]).toEqual([
      'BAD_INPUT',
      'Dataset reference 1: rows is not so: version 1 in lake/_delta_log says 5.',
    ]);
    await amend(good[7]!);
    expect((await readDatasets(scene.developer, address)).items).toHaveLength(1);
    expect(await codeOf(readDatasets(await scene.house.person('Nobody here'), address))).toBe('FORBIDDEN');
  });

  it('are examined by a job of the revision, which another that says the same of them takes over', async () => {
    const { id } = await register('queued', [good[3]!]);
    const found = async () => {
      const { rows } = await scene.house.pool.query(
        'SELECT revision, examined_at FROM dataset_finding WHERE version_id = $1 ORDER BY revision',
        [id],
      );
      return rows;
    };
    expect(await found()).toEqual([]);
    await drainJobs(scene.house);
    const [first] = await found();
    expect(first).toMatchObject({ revision: 1 });
    const address = { model: scene.model, version: 'queued' };
    await amendVersion(scene.developer, { ...address, expectedRevision: 1, releaseNotes: 'Only words.' });
    expect(await found()).toEqual([first, { ...first, revision: 2 }]);
    await amendVersion(scene.developer, { ...address, expectedRevision: 2, datasets: [good[1]!] });
    expect(await found()).toHaveLength(2);
    // The queue was lost: what a start looks for finds it, and nothing that was examined.
    await scene.house.pool.query(
      "DELETE FROM graphile_worker._private_jobs WHERE key LIKE 'dataset.examine/%'",
    );
    const before = scene.house.clock();
    await queueFilling(scene.house);
    await queueFilling(scene.house);
    await drainJobs(scene.house);
    expect((await found()).map(({ revision, examined_at: at }) => [revision, at >= before])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
  });

  it('are examined once for all who ask, and found again where bytes were missing', async () => {
    await register('kept', good);
    const address = { model: scene.model, version: 'kept' };
    let opened = 0;
    let missing = true;
    const blobs = Object.create(scene.developer.blobs, {
      open: {
        value: (digest: string) => {
          opened += 1;
          return scene.developer.blobs.open(digest);
        },
      },
      has: { value: async (digest: string) => !missing && scene.developer.blobs.has(digest) },
    });
    const reader = { ...scene.developer, blobs };
    const gitObject = async (clock = reader.clock) => {
      const { items } = await readDatasets({ ...reader, clock }, address);
      return items.flatMap(({ facts }) => facts).find(({ name }) => name === 'Git object')?.basis;
    };
    expect(await gitObject()).toBe('claimed');
    missing = false;
    expect(await gitObject()).toBe('claimed');
    const later = () => new Date(scene.developer.clock().getTime() + 61_000);
    const many = await Promise.all(Array.from({ length: 20 }, () => gitObject(later)));
    expect(new Set(many)).toEqual(new Set(['checked']));
    const once = opened;
    expect(once).toBeLessThan(2 * good.length);
    await gitObject(later);
    expect(opened).toBe(once);
  });
});
