import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { importLimits } from '@countersign/contracts';
import { describe, expect, it } from 'vitest';
import { committedAt, dvcRepository } from '../../test/dvc-repository.ts';
import { packedInstead } from '../../test/git-pack.ts';
import { packedByGit } from '../../test/packed-by-git.ts';
import type { Archive } from './archive-entry.ts';
import { looksLikeDvc, readDvc } from './dvc-repository.ts';
import { readTar } from './read-tar.ts';

const archiveOf = (files: Readonly<Record<string, string | Uint8Array>>): Archive => {
  const all = new Map(Object.entries(files).map(([path, content]) => [path, Buffer.from(content)]));
  return { files: all, notFiles: [], bytes: 0 };
};
const objectOf = (content: string | Uint8Array): string => {
  const bytes = Buffer.from(content);
  const oid = createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
  return `coast/.git/objects/${oid.slice(0, 2)}/${oid.slice(2)}`;
};
const read = (changed: Readonly<Record<string, string | null>> = {}) =>
  readDvc(archiveOf(dvcRepository(changed)));

describe('a repository of DVC', () => {
  it('is told by its files', () => {
    expect(looksLikeDvc(archiveOf(dvcRepository()))).toBe(true);
    expect(looksLikeDvc(archiveOf({ 'params.yaml': 'a: 1' }))).toBe(false);
  });

  it('is a run of what dvc.lock says last ran, with the digests of what was read and written', () => {
    const { runs, blockers } = read();
    expect(blockers).toEqual([]);
    expect(runs.map(({ experiment, runs: all }) => [experiment, all.length])).toEqual([['DVC', 2]]);
    const { parameters, metrics, datasets, artifacts, tags, startedAt } = runs[0]!.runs[0]!;
    expect(startedAt).toBeUndefined();
    expect(parameters).toEqual({ 'fit.depth': '5', seed: '007' });
    expect(metrics).toEqual([
      { name: 'loss', value: 0.25 },
      { name: 'per.tide', value: 0.5 },
    ]);
    expect(datasets).toEqual([
      { name: 'model.bin', context: 'output of fit', digest: expect.stringMatching(/^md5:[0-9a-f]{32}$/) },
      { name: 'scores.json', context: 'output of fit', digest: expect.stringMatching(/^md5:/) },
      {
        name: 'data/tides',
        context: 'input of fit, tracked',
        digest: 'md5:0123456789abcdef0123456789abcdef.dir',
      },
    ]);
    expect(artifacts?.map(({ path }) => path)).toEqual(['model.bin', 'scores.json']);
    expect(tags).toMatchObject({
      'dvc.command.fit': 'python src/fit.py',
      'dvc.code.src/fit.py': expect.stringMatching(/^md5:/),
      'dvc.commit': expect.stringMatching(/^[0-9a-f]{40}$/),
      'gto.version.tide-level': 'v1.2.0',
      'gto.stage.tide-level': 'live',
    });
    for (const path of ['coast/nothing', 'coast/model.bin', 'coast/scores.json'])
      expect(read({ [path]: null }).runs[0]!.runs[0]!.run).toBe(runs[0]!.runs[0]!.run);
  });

  it('has experiments read from the objects of Git, and says of which there are none', () => {
    const { runs, aside } = read();
    expect(runs[0]!.runs[1]).toMatchObject({
      run: expect.stringMatching(/^exp-[0-9a-f]{40}$/),
      name: 'gusty-seal',
      startedAt: committedAt,
      parameters: { 'fit.depth': '6' },
      metrics: [{ name: 'loss', value: 0.25 }, { name: 'per.tide' }],
      tags: { 'dvc.experiment': 'gusty-seal' },
    });
    expect(aside).toEqual(
      expect.arrayContaining([
        {
          reason: expect.stringContaining('not in the archive'),
          count: 1,
          paths: [expect.stringContaining('mild-otter')],
        },
        { reason: expect.stringContaining('no experiment'), count: 1, paths: ['refs/exps/exec/EXEC_HEAD'] },
        expect.objectContaining({
          reason: expect.stringContaining('dvc.lock'),
          paths: ['coast/params.yaml, fit.depth'],
        }),
        expect.objectContaining({
          reason: expect.stringContaining('gates alone'),
          paths: ['tide-level#live'],
        }),
      ]),
    );
  });

  it('has of an experiment what Git has not and is checked out unchanged, and no file that says something else', () => {
    const without = (path: string) => ({ ...dvcRepository({ [objectOf(dvcRepository()[path]!)]: null }) });
    const { runs, aside } = readDvc(archiveOf(without('coast/dvc.yaml')));
    expect(runs[0]!.runs[1]!.metrics).toHaveLength(2);
    expect(aside.some(({ reason }) => reason.startsWith('Of an experiment'))).toBe(false);
    const changed = readDvc(
      archiveOf({ ...without('coast/scores.json'), 'coast/scores.json': '{"loss": 9}' }),
    );
    expect(changed.runs[0]!.runs[1]!.metrics).toEqual([]);
    expect(changed.aside).toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/^Of an experiment/), count: 1 }),
    );
  });

  it('comes to the same where Git packed its objects, and says what else it holds that is not read', () => {
    const packed = packedInstead(dvcRepository());
    expect(Object.keys(packed).filter((path) => path.includes('/objects/'))).toHaveLength(2);
    expect(readDvc(archiveOf(packed))).toEqual(read());
    const { 'coast/.git/objects/pack/pack-1.idx': _, ...half } = packed;
    const { runs, aside } = readDvc(archiveOf({ ...half, 'coast/.git/reftable/tables.list': '' }));
    expect(runs[0]!.runs).toHaveLength(1);
    expect(aside).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ paths: ['coast/.git/objects/pack/pack-1.pack'] }),
        expect.objectContaining({ paths: ['coast/.git/reftable/'] }),
      ]),
    );
  });

  it('that Git packed itself has its experiments, tags of tags and links', async () => {
    const { runs, items, aside } = readDvc(readTar(gunzipSync(await packedByGit())));
    expect(runs[0]!.runs.map(({ name, parameters, metrics }) => [name, parameters, metrics])).toEqual(
      [undefined, 'tide-6', 'tide-7', 'tide-8', 'tide-9'].map((name, tried) => [
        name,
        { depth: `${tried + 5}` },
        [{ name: 'loss', value: (tried + 5) / 10 }],
      ]),
    );
    const [claim] = items.filter(({ what }) => what === 'claim');
    expect(claim).toMatchObject({ name: 'shore v1.0.0' });
    expect(claim!.facts).toEqual(
      expect.arrayContaining([
        { name: 'stages said', value: 'live' },
        { name: 'tagged', value: '2026-01-01T00:00:00.000Z' },
      ]),
    );
    expect(aside.find(({ reason }) => reason.includes('submodule'))).toMatchObject({ count: 4 });
  });

  it('claims versions and stages of GTO, and artifacts that have a name', () => {
    const claims = read().items.filter(({ what }) => what === 'claim');
    expect(claims.map(({ name, from }) => [name, from])).toEqual([
      ['tide-level v1.1.0', 'coast/.git/packed-refs, refs/tags/tide-level@v1.1.0'],
      ['tide-level v1.2.0', 'coast/.git/refs/tags/tide-level@v1.2.0'],
      ['tide-level', 'coast/dvc.yaml'],
    ]);
    expect(claims[1]!.facts).toEqual(
      expect.arrayContaining([
        { name: 'here', value: 'version 1.2.0, once somebody registers it with its files' },
        { name: 'stages said', value: 'live' },
        { name: 'tagged', value: committedAt },
      ]),
    );
    expect(claims[0]!.facts.some(({ name }) => name === 'stages said')).toBe(false);
  });

  it('takes no metrics that were changed since, those of the cache where it is there, and says what is not there', () => {
    const changed = read({ 'coast/scores.json': '{"loss": 9}' });
    expect(changed.runs[0]!.runs[0]!.metrics).toEqual([]);
    expect(changed.aside).toContainEqual(
      expect.objectContaining({ reason: expect.stringContaining('Was changed'), count: 1 }),
    );
    const without = read({ 'coast/model.bin': null });
    expect(without.runs[0]!.runs[0]!.artifacts?.map(({ path }) => path)).toEqual(['scores.json']);
    const gone = read({ 'coast/scores.json': null });
    expect(gone.aside).toContainEqual(
      expect.objectContaining({
        paths: ['coast/scores.json'],
        reason: expect.stringContaining('cache or remote'),
      }),
    );
  });

  it('of which more would have to be parsed than an import reads is refused', () => {
    const large = Buffer.from(`{"loss": 1${' '.repeat(importLimits.text - 20)}}`);
    const files = {
      'dvc.yaml': 'metrics: [a.json, b.json, c.json]\nstages: {fit: {cmd: x}}\n',
      'a.json': large,
    };
    expect(readDvc(archiveOf(files)).runs[0]!.runs[0]!.metrics).toHaveLength(1);
    expect(() => readDvc(archiveOf({ ...files, 'b.json': large, 'c.json': large }))).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ file: 'The archive' }) }),
    );
  });

  it('that was only declared is no run', () => {
    const { blockers } = readDvc(archiveOf({ 'dvc.yaml': 'stages: {fit: {cmd: x}}\n' }));
    expect(blockers).toHaveLength(1);
  });

  it.each([
    ['coast/dvc.yaml', 'stages: [', 'line 1, column 10'],
    ['coast/dvc.yaml', 'stages: {fit: {deps: [x]}}\n', 'stages.fit.cmd'],
    ['coast/dvc.yaml', 'stages: {fit: {cmd: x, metrics: scores.json}}\n', 'stages.fit.metrics'],
    ['coast/dvc.yaml', 'metrics: [[x]]\n', 'metrics.0'],
    ['coast/dvc.yaml', 'artifacts: {tide: x}\n', 'artifacts.tide'],
    ['coast/dvc.lock', "schema: '3.0'\nstages: {}\n", 'schema'],
    [
      'coast/dvc.lock',
      "schema: '2.0'\nstages: {fit: {outs: [{path: x, md5: abc}]}}\n",
      'stages.fit.outs.0.md5',
    ],
    ['coast/dvc.lock', "schema: '2.0'\nstages: {fit: {params: [x]}}\n", 'stages.fit.params'],
    ['coast/params.yaml', 'fit: {depth: 8\n', 'line 2, column 1'],
    ['coast/data/tides.dvc', 'outs: x\n', 'outs'],
    ['coast/.git/HEAD', 'nowhere', 'line 1'],
    ['coast/.git/packed-refs', 'x refs/tags/a@v1.0.0\n', 'line 1'],
    ['coast/.git/refs/tags/a@v1.0.0', 'x', 'line 1'],
  ])('that is broken is refused with file and place: %s, %s', (file, content, place) => {
    expect(() => read({ [file]: content })).toThrow(
      expect.objectContaining({ code: 'IMPORT_REFUSED', detail: expect.objectContaining({ file, place }) }),
    );
  });

  it('whose object of Git is not what its name says is refused', () => {
    const other = Object.keys(dvcRepository()).filter((path) => path.includes('/objects/'));
    const files = dvcRepository();
    const tags = other.at(-1)!;
    expect(() => read({ [tags]: 'x' })).toThrow(
      expect.objectContaining({
        detail: expect.objectContaining({ file: tags, reason: expect.stringContaining('broken') }),
      }),
    );
    expect(() => readDvc(archiveOf({ ...files, [tags]: files[other[0]!]! }))).toThrow(
      expect.objectContaining({ detail: expect.objectContaining({ file: tags }) }),
    );
  });
});
