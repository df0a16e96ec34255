import { createHash } from 'node:crypto';
import { type ImportBody, OpenLineageRunEvent } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { dvcRepository } from '../../test/dvc-repository.ts';
import { readFixture, upload } from '../../test/example-version.ts';
import { mlruns } from '../../test/mlruns.ts';
import { modelDirectory } from '../../test/model-directory.ts';
import { tarGzOf } from '../../test/packed.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { storeUpload } from '../blob/store-upload.ts';
import type { Context } from '../context.ts';
import { readRun } from '../experiment/read-run.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { listLineageEvents } from '../lineage/list-lineage-events.ts';
import { readLineage } from '../lineage/read-lineage.ts';
import { readVersion } from '../version/read-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { applyImport } from './apply-import.ts';
import { listImports } from './list-imports.ts';
import { planImport } from './plan-import.ts';
import { takeLineage } from './take-lineage.ts';

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

describe('events of OpenLineage', () => {
  const runId = '0b6e5c1e-92f4-4a7e-8a4f-5f3a1f2d9c10';
  const digest = 'c'.repeat(64);
  const event = (eventType: string, eventTime: string, more: object = {}) => ({
    eventType,
    eventTime,
    producer: 'https://example.com/trainer/1.2',
    schemaURL: 'https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent',
    run: { runId },
    job: { namespace: 'coast', name: 'fit tides' },
    ...more,
  });
  const facet = { _producer: 'https://example.com/t', _schemaURL: 'https://example.com/s.json' };
  const tides = {
    namespace: 's3://coast',
    name: 'tides.parquet',
    facets: { version: { ...facet, datasetVersion: digest } },
  };
  const start = event('START', '2026-03-01T10:00:00+01:00', { inputs: [tides] });
  const done = event('COMPLETE', '2026-03-01T10:30:00.5Z', {
    outputs: [{ namespace: 's3://coast', name: 'model.onnx' }],
  });
  const at = { model, experiment: 'coast/fit tides', run: runId };
  const { run: _run, eventType: _type, ...ofJob } = start;
  const take = (events: unknown) => takeLineage(scene.developer, { model, events });

  it('become a run in whatever order they come, and the same ones again change nothing', async () => {
    expect(await take(done)).toMatchObject({ added: 1, changed: 0, experiments: ['coast/fit tides'] });
    expect(await take([start, ofJob])).toMatchObject({ added: 0, changed: 1, aside: 1 });
    const entries = await rows('ledger_entry');
    for (const again of [start, done, [done, start]])
      expect(await take(again)).toMatchObject({ added: 0, changed: 0 });
    expect(await rows('ledger_entry')).toBe(entries);
    expect(await readRun(reviewer, at)).toMatchObject({
      status: 'FINISHED',
      startedAt: '2026-03-01T09:00:00.000Z',
      endedAt: '2026-03-01T10:30:00.500Z',
      datasets: [{ name: 'tides.parquet', context: 'input', digest, source: 's3://coast/tides.parquet' }],
      tags: expect.arrayContaining([{ name: 'openlineage.output.s3://coast/model.onnx', value: '' }]),
    });
  });

  it('are imported from a file of lines or a list', async () => {
    const other = { ...start, run: { runId: runId.replace('0', '1') } };
    const lines = Buffer.from(`${JSON.stringify(other)}\n${JSON.stringify(done)}\n`);
    const input = { model, ...(await sent(lines, 'events.ndjson')) };
    expect(await planImport(scene.developer, input)).toMatchObject({
      kind: 'openlineage',
      adds: { runs: 1 },
      blockers: [],
    });
    expect((await applyImport(scene.developer, input)).done).toMatchObject({
      runs: 1,
      experiments: ['coast/fit tides'],
    });
    const list = await sent(Buffer.from(JSON.stringify([start, done])), 'events.json');
    expect(await planImport(scene.developer, { model, ...list })).toMatchObject({
      adds: { runs: 0, values: 0 },
      blockers: [],
    });
  });

  it('stand in lineage, claimed: what a job read and wrote, and what other jobs made of it', async () => {
    const next = { ...event('COMPLETE', '2026-03-02T10:00:00Z'), run: { runId: runId.replace('0', '2') } };
    const model2 = { namespace: 's3://coast', name: 'model.onnx' };
    await take({ ...next, job: { namespace: 'coast', name: 'serve' }, inputs: [model2] });
    const graph = await readLineage(reviewer, { around: `dataset:${digest}`, direction: 'down' });
    const name = new Map(graph.nodes.map((node) => [node.id, node.name]));
    expect(
      graph.edges.map(({ from, to, relation, basis }) => [name.get(from), relation, name.get(to), basis]),
    ).toEqual(
      expect.arrayContaining([
        ['tides.parquet', 'read', runId, 'claimed'],
        [runId, 'wrote', 'model.onnx', 'claimed'],
        ['model.onnx', 'read', next.run.runId, 'claimed'],
      ]),
    );
    expect(graph.nodes.find((node) => node.name === runId)?.run).toMatchObject({
      experiment: 'coast/fit tides',
    });
    expect(graph.nodes.find((node) => node.name === 'model.onnx')?.note).toContain('data of a job');
  });

  it('are given out of what happened here, in pages, and are events that we would take', async () => {
    const names = { experiment: 'coast/fit tides', run: runId };
    const datasets = [
      { name: 'rows', kind: 'uri' as const, uri: 's3://coast/rows.csv', digest },
      { name: 'spring', kind: 'query' as const, query: 'SELECT 1' },
    ];
    const plain = {
      model,
      description: 'tides',
      authors: [],
      parameters: {},
      metrics: [],
      buildEnvironment: {},
    };
    const files = await upload(scene.developer, [
      { path: 'a.txt', kind: 'documentation', bytes: Buffer.from('a') },
    ]);
    const rest = { ...plain, files, releaseNotes: '', run: names, datasets };
    await registerVersion(scene.developer, { ...rest, version: '7.0.0' });
    const whole = await listLineageEvents(reviewer, { model });
    const paged: unknown[] = [];
    for (let after: string | undefined; ; ) {
      const page = await listLineageEvents(reviewer, { model, limit: 1, ...(after && { after }) });
      paged.push(...page.events);
      if (page.next === null) break;
      after = page.next;
    }
    expect(paged).toEqual(whole.events);
    for (const one of whole.events) expect(OpenLineageRunEvent.parse(one)).toEqual(one);
    const ofRun = whole.events.filter(({ run }) => run.runId === runId);
    expect(ofRun.map(({ eventType }) => eventType)).toEqual(['START', 'COMPLETE']);
    expect(ofRun[1]!.outputs).toMatchObject([{ name: `m/${model}/v/7.0.0` }]);
    expect(whole.events.find(({ inputs }) => inputs?.some(({ name }) => name === 'spring'))).toMatchObject({
      eventType: 'COMPLETE',
      run: { facets: { parent: { run: { runId } } } },
    });
    await scene.house.model('twin', 'low');
    const taken = await takeLineage(scene.developer, { model: 'twin', events: whole.events });
    expect(taken).toMatchObject({ events: whole.events.length, aside: 0 });
    for (const job of ['/register', '/experiments/coast/fit tides'])
      expect(taken.experiments).toContainEqual(expect.stringContaining(job));
  });

  it.each([
    ['/0/run/runId', [{ ...start, run: { runId: 'x' } }]],
    ['/1/eventType', [start, { ...start, eventType: 'BEGIN' }]],
    ['/0/job/name', [{ ...start, job: { namespace: 'coast' } }]],
    [
      '/0/inputs/0/facets/version/_producer',
      [{ ...start, inputs: [{ ...tides, facets: { version: { datasetVersion: '1' } } }] }],
    ],
    ['/0/eventTime', [{ ...start, eventTime: '1 March' }]],
    ['/0/producer', [{ ...start, producer: 'me' }]],
    ['/0', [7]],
  ])('are refused where the schema is not kept: %s', async (place, events) => {
    await expect(take(events)).rejects.toMatchObject({ code: 'IMPORT_REFUSED', detail: { place } });
    await expect(takeLineage(reviewer, { model, events })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
