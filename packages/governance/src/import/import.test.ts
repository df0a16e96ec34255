import { createHash } from 'node:crypto';
import type { ImportBody } from '@countersign/contracts';
import { inspectOnnx } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { dvcRepository } from '../../test/dvc-repository.ts';
import { readFixture } from '../../test/example-version.ts';
import { mlruns } from '../../test/mlruns.ts';
import { modelDirectory } from '../../test/model-directory.ts';
import { tarGzOf } from '../../test/packed.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { storeUpload } from '../blob/store-upload.ts';
import type { Context } from '../context.ts';
import { readRun } from '../experiment/read-run.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readVersion } from '../version/read-version.ts';
import { applyImport } from './apply-import.ts';
import { listImports } from './list-imports.ts';
import { planImport } from './plan-import.ts';

let scene: Scene;
let reviewer: Context;
const model = 'ridership-demand';

async function sent(bytes: Uint8Array, fileName = 'mlruns.tar.gz'): Promise<ImportBody> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  await storeUpload(scene.developer, {
    digest,
    stream: (async function* () {
      yield bytes;
    })(),
  });
  return { digest, fileName };
}
const plan = async (files: Record<string, string | Uint8Array>, more: object = {}) =>
  planImport(scene.developer, { model, ...(await sent(tarGzOf(files))), ...more });
const rows = async (table: string) =>
  (await scene.house.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;

beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Reader of imports', 'reviewer');
});
afterAll(() => scene.house.close());

describe('an mlruns folder', () => {
  it('is planned whole, with what stays aside and why, and nothing is written', async () => {
    const before = [await rows('run'), await rows('experiment'), await rows('ledger_entry')];
    const { kind, counts, adds, aside, items, blockers, imported } = await plan(mlruns());
    expect({ kind, adds, blockers, imported }).toEqual({
      kind: 'mlflow-runs',
      adds: { runs: 2, values: 3, version: false, document: false },
      blockers: [],
      imported: null,
    });
    expect(counts).toEqual([
      { what: 'experiment', count: 2 },
      { what: 'run', count: 2 },
    ]);
    expect(items.find(({ name }) => name === 'brisk heron')).toMatchObject({
      from: 'mlruns/417/ab12',
      facts: expect.arrayContaining([
        { name: 'status', value: 'finished' },
        { name: 'values', value: '3' },
        { name: 'datasets', value: '1' },
      ]),
    });
    expect(aside).toEqual(
      expect.arrayContaining([
        { reason: 'Deleted in MLflow', count: 2, paths: ['mlruns/417/cd34', 'mlruns/.trash/9/meta.yaml'] },
        expect.objectContaining({ paths: ['mlruns/417/tags'] }),
        expect.objectContaining({ paths: ['mlruns/417/ab12/outputs/m-1/meta.yaml'] }),
      ]),
    );
    expect([await rows('run'), await rows('experiment'), await rows('ledger_entry')]).toEqual(before);
  });

  it('is imported once: runs as MLflow had them, an entry that names kind and digest, the same bytes change nothing', async () => {
    const input = { model, ...(await sent(tarGzOf(mlruns()))) };
    const [first, meanwhile] = await Promise.all([
      applyImport(scene.developer, input),
      applyImport(scene.developer, input),
    ]);
    expect([first.existed, meanwhile.existed].sort()).toEqual([false, true]);
    expect(first.done).toMatchObject({
      runs: 2,
      values: 3,
      experiments: ['shore erosion', 'Default'],
      version: null,
    });
    expect(await applyImport(scene.developer, input)).toEqual({
      done: first.done,
      existed: true,
      receipt: null,
    });
    const { status, parameters, metrics, tags, datasets, artifacts, notes, endedAt } = await readRun(
      reviewer,
      {
        model,
        experiment: 'shore erosion',
        run: 'ab12',
      },
    );
    expect({ status, notes, endedAt, tags }).toEqual({
      status: 'FINISHED',
      notes: 'The first that holds at high tide.',
      endedAt: '2026-01-01T01:00:00.000Z',
      tags: [{ name: 'mlflow.user', value: 'ines' }],
    });
    expect(parameters).toEqual([
      { name: 'booster', value: 'gbtree' },
      { name: 'depth', value: '007' },
    ]);
    expect(metrics.map(({ name, value, points }) => [name, value, points])).toEqual([
      ['rmse', 0.25, 2],
      ['val/loss', 'NaN', 1],
    ]);
    expect(datasets).toMatchObject([
      { name: 'shoreline', context: 'training', digest: '4f1c22aa', source: 's3://coast/shoreline.parquet' },
    ]);
    expect(artifacts).toMatchObject([{ path: 'plots/tide.svg', size: 6 }]);
    const { items } = await listEntries(reviewer, { event: 'model.imported' });
    expect(items.map(({ summary }) => summary)).toEqual([
      `Developer imported runs of MLflow into ridership-demand, with the digest ${input.digest.slice(0, 12)}.`,
    ]);
    expect((await planImport(scene.developer, input)).imported).toEqual(first.done);
    expect((await listImports(reviewer, { model })).items).toEqual([first.done]);
  });

  it('that says something else of a run that is here is refused whole, and the plan says so first', async () => {
    const files = mlruns({
      'mlruns/417/ab12/params/depth': '8',
      'mlruns/0/new/meta.yaml': 'run_id: new\nstatus: 3\nstart_time: 1767225600000\n',
    });
    const { blockers, adds } = await plan(files);
    expect(blockers).toMatchObject([{ code: 'CONFLICT', message: expect.stringContaining('depth') }]);
    expect(adds).toEqual({ runs: 0, values: 0, version: false, document: false });
    expect(await codeOf(applyImport(scene.developer, { model, ...(await sent(tarGzOf(files))) }))).toBe(
      'CONFLICT',
    );
    expect(await codeOf(readRun(reviewer, { model, experiment: 'Default', run: 'new' }))).toBe('NOT_FOUND');
  });

  it.each([
    ['mlruns/417/meta.yaml', 'experiment_id: [', 'line 1, column 17'],
    ['mlruns/417/meta.yaml', 'name: x\n', 'experiment_id'],
    ['mlruns/417/meta.yaml', 'a: &a [x]\nb: *a\n', 'aliases'],
    ['mlruns/417/ab12/meta.yaml', 'run_id: ../x\nstatus: 3\n', 'run_id'],
    ['mlruns/417/ab12/meta.yaml', 'run_id: ab12\nstatus: 9\n', 'status'],
    ['mlruns/417/ab12/meta.yaml', 'run_id: ab12\nstart_time: soon\n', 'start_time'],
    ['mlruns/417/ab12/metrics/rmse', '1767225601000 0.5 0\n1767225602000 half 1\n', 'line 2, column 15'],
    ['mlruns/417/ab12/metrics/rmse', '1767225601000\n', 'line 1'],
    ['mlruns/417/ab12/inputs/in1/meta.yaml', 'source_type: DATASET\nsource_id: d99\n', 'source_id'],
  ])('that is broken is refused with file, place and reason: %s, %s', async (file, content, place) => {
    const error = await plan(mlruns({ [file]: content })).catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ code: 'IMPORT_REFUSED', detail: { file } });
    expect((error as Error).message).toContain(place);
  });

  it('is for developers of the model, uploaded, and of a known kind', async () => {
    const input = { model, ...(await sent(tarGzOf(mlruns()))) };
    for (const ctx of [reviewer, scene.owner]) {
      expect(await codeOf(planImport(ctx, input))).toBe('FORBIDDEN');
      expect(await codeOf(applyImport(ctx, input))).toBe('FORBIDDEN');
    }
    expect(await codeOf(planImport(scene.developer, { ...input, digest: 'f'.repeat(64) }))).toBe(
      'UPLOAD_MISSING',
    );
    expect(await codeOf(plan({ 'readme.txt': 'nothing' }))).toBe('IMPORT_REFUSED');
    expect(
      await codeOf(planImport(scene.developer, { model, ...(await sent(Buffer.from('x'), 'x.zip')) })),
    ).toBe('IMPORT_REFUSED');
  });
});

describe('a repository of DVC', () => {
  it('is imported once, and more that is said of the same state later is added to its run', async () => {
    const files = dvcRepository();
    const input = { model, ...(await sent(tarGzOf(files), 'coast.tgz')) };
    expect(await planImport(scene.developer, input)).toMatchObject({
      kind: 'dvc',
      adds: { runs: 2, values: 4, version: false },
      blockers: [],
    });
    expect((await applyImport(scene.developer, input)).done).toMatchObject({ runs: 2, experiments: ['DVC'] });
    expect((await applyImport(scene.developer, input)).existed).toBe(true);
    const { 'coast/model.bin': _model, 'coast/.git/HEAD': _head, ...later } = files;
    expect(
      await planImport(scene.developer, { model, ...(await sent(tarGzOf(later), 'later.tgz')) }),
    ).toMatchObject({ adds: { runs: 0, values: 0 }, blockers: [], imported: null });
  });
});

describe('a model directory', () => {
  const directory = async (changed: Record<string, string> = {}) => ({
    ...modelDirectory(changed),
    'tide/model.onnx': await readFixture('ridership-demand-2.1.0-rc.1', 'model.onnx'),
  });

  it('is planned as a version, asks for its label, and says what it is registered without', async () => {
    const input = { model, ...(await sent(tarGzOf(await directory()), 'tide.tgz')) };
    const unsaid = await planImport(scene.developer, input);
    expect(unsaid).toMatchObject({
      kind: 'mlflow-model',
      takesVersion: true,
      blockers: [{ code: 'IMPORT_REFUSED' }],
    });
    expect(unsaid.aside).toEqual([expect.objectContaining({ paths: ['tide/model.pkl'] })]);
    expect(unsaid.items[0]!.facts).toEqual(
      expect.arrayContaining([
        { name: 'signature', value: 'wind: double, hour: long → double' },
        { name: 'artifact', value: 'model.onnx' },
        { name: 'schema.json', value: 'none: wind is float64 in the signature and FLOAT in the model' },
        { name: 'requirements', value: '2' },
      ]),
    );
    expect(await codeOf(applyImport(scene.developer, input))).toBe('IMPORT_REFUSED');
    const said = await planImport(scene.developer, { ...input, version: '9.0.0' });
    expect(said).toMatchObject({ blockers: [], adds: { version: true } });
    expect(await codeOf(readVersion(reviewer, { model, version: '9.0.0' }))).toBe('NOT_FOUND');
  });

  it('is registered with its files, its environment and its run, once', async () => {
    const input = { model, ...(await sent(tarGzOf(await directory()), 'tide.tgz')), version: '9.0.0' };
    expect((await applyImport(scene.developer, input)).done).toMatchObject({
      version: '9.0.0',
      kind: 'mlflow-model',
    });
    expect(await applyImport(scene.developer, input)).toMatchObject({ existed: true, receipt: null });
    const found = await scene.house.pool.query(
      "SELECT run_experiment, run_key, r.dossier FROM version v JOIN revision r ON r.version_id = v.id WHERE v.label = '9.0.0'",
    );
    expect(found.rows).toMatchObject([
      {
        run_experiment: 'shore erosion',
        run_key: 'ab12',
        dossier: {
          buildEnvironment: {
            mlflow: '2.14.1',
            python: '3.10',
            requirements: ['onnxruntime==1.18.0', 'numpy==1.26.4'],
          },
        },
      },
    ]);
    const other = { ...input, ...(await sent(tarGzOf(await directory({ 'tide/README.md': 'other' })))) };
    expect((await planImport(scene.developer, other)).blockers).toMatchObject([{ code: 'CONFLICT' }]);
    expect(await codeOf(applyImport(scene.developer, other))).toBe('CONFLICT');
  });

  it('whose signature says what its tensors hold is registered with a schema, so that it can be served', async () => {
    const onnx = await readFixture('ridership-demand-2.1.0-rc.1', 'model.onnx');
    const columns = inspectOnnx(onnx).inputs.map(({ name, type }) => ({
      name,
      type: type === 'INT64' ? 'long' : 'float',
    }));
    const said = `flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: '${JSON.stringify(columns)}'}\n`;
    const files = await directory({ 'tide/MLmodel': said });
    const input = { model, ...(await sent(tarGzOf(files), 'served.tgz')), version: '9.1.0' };
    const { items } = await planImport(scene.developer, input);
    expect(items[0]!.facts).toContainEqual({
      name: 'schema.json',
      value: expect.stringContaining('made from'),
    });
    await applyImport(scene.developer, input);
    const { inputs, outputs } = await readVersion(reviewer, { model, version: '9.1.0' });
    expect([inputs.length, inputs[0], outputs.length]).toMatchObject([
      18,
      { name: 'month', dtype: 'int64' },
      1,
    ]);
  });

  it.each([
    ['flavors', 'mlflow_version: 2\n'],
    ['signature.inputs', "flavors: {onnx: {data: model.onnx}}\nsignature: {inputs: '{'}\n"],
    ['line 1, column 10', 'flavors: }\n'],
  ])('that is broken is refused with its place: %s', async (place, content) => {
    const error = await plan(modelDirectory({ 'tide/MLmodel': content })).catch(
      (refusal: unknown) => refusal,
    );
    expect(error).toMatchObject({ code: 'IMPORT_REFUSED', detail: { file: 'tide/MLmodel', place } });
  });
});
