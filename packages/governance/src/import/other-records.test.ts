import { inspectOnnx } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import {
  evidentlyById,
  evidentlyByName,
  evidentlyOlder,
  evidentlyOlderSnapshot,
  evidentlySnapshot,
  evidentlySuite,
  mlflowProject,
  modelCard,
} from '../../test/other-records.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { listAttachments } from '../attachment/list-attachments.ts';
import { storeUpload } from '../blob/store-upload.ts';
import { sha256Hex } from '../change.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { applyImport } from './apply-import.ts';
import type { Archive } from './archive-entry.ts';
import { interpret } from './interpret.ts';
import { planImport } from './plan-import.ts';
import { schemaOfSignature } from './schema-of-signature.ts';

const model = 'ridership-demand';
const archiveOf = (files: Readonly<Record<string, string>>): Archive => {
  const all = new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
  return { files: all, notFiles: [], bytes: 0 };
};
const read = (files: Readonly<Record<string, string>>) =>
  interpret(archiveOf(files), { model, fileName: 'sent', digest: '0'.repeat(64) });
const refused = (file: string, place: string) =>
  expect.objectContaining({ code: 'IMPORT_REFUSED', detail: expect.objectContaining({ file, place }) });

describe('a project of MLflow', () => {
  it('is a version without an artifact: defaults by entry point, environment, scripts', () => {
    const { kind, version, items, aside } = read(mlflowProject());
    expect(kind).toBe('mlflow-project');
    expect(version?.manifest).toMatchObject({
      parameters: { main: { depth: 6, coast: 'north', table: null } },
      buildEnvironment: { 'python_env.yaml': { python: '3.10', dependencies: ['numpy==1.26.4'] } },
      files: [
        { path: 'MLproject', kind: 'configuration' },
        { path: 'python_env.yaml', kind: 'configuration' },
        { path: 'fit.py', kind: 'script' },
      ],
    });
    expect(items.filter(({ what }) => what === 'entry-point')).toMatchObject([
      {
        name: 'main',
        facts: [{}, { name: 'parameters', value: 'depth: float = 6, coast: string = north, table: path' }],
      },
      { name: 'check', facts: [{ name: 'command', value: 'python check.py' }] },
    ]);
    expect(aside.map(({ paths }) => paths)).toEqual([['tides/weights.bin'], ['tides/mlruns/0/x']]);
  });

  it.each([
    ['entry_points: [', 'line 1, column 16'],
    ['entry_points: x\n', 'entry_points'],
    ['entry_points: {main: {}}\n', 'entry_points.main.command'],
    [
      'entry_points: {main: {command: x, parameters: {a: {type: whole}}}}\n',
      'entry_points.main.parameters.a.type',
    ],
    [
      'entry_points: {main: {command: x, parameters: {a: {type: float, default: few}}}}\n',
      'entry_points.main.parameters.a.default',
    ],
    ['conda_env: gone.yaml\n', 'conda_env'],
    ['docker_env: {}\n', 'docker_env.image'],
  ])('that is broken is refused with its place: %s', (content, place) => {
    expect(() => read(mlflowProject({ 'tides/MLproject': content }))).toThrow(
      refused('tides/MLproject', place),
    );
  });
});

describe('a model card', () => {
  it('has its Markdown as release notes, its figures and datasets as claims', () => {
    const { kind, version, document, aside } = read({ 'README.md': modelCard() });
    expect(kind).toBe('model-card');
    expect(version?.manifest).toMatchObject({
      description: 'A model card, tide-level, onnx, apache-2.0',
      releaseNotes: '# Tide level\n\n## What\n\nSays how high the water stands.',
      metrics: [{ name: 'rmse', value: 0.25, split: 'Tides, test' }],
      datasets: [
        { name: 'coast/tides', kind: 'uri', uri: 'https://huggingface.co/datasets/coast/tides/tree/4f1c22a' },
      ],
      files: [{ path: 'README.md', kind: 'documentation' }],
    });
    expect(document).toMatchObject({
      kind: 'model-documentation',
      figures: [{ name: 'rmse, Tides, test', value: 0.25 }],
    });
    expect(aside).toEqual([
      expect.objectContaining({ paths: ['README.md, model-index.0.results.0.metrics.1'] }),
    ]);
  });

  it.each([
    [{ 15: '' }, 'line 1'],
    [{ 3: 'license: [' }, 'line 4, column 1'],
    [{ 7: 'model-index: x', 8: '', 9: '', 10: '', 11: '', 12: '', 13: '', 14: '' }, 'model-index'],
    [{ 9: '  results: x', 10: '', 11: '', 12: '', 13: '', 14: '' }, 'model-index.0.results'],
    [{ 11: '' }, 'model-index.0.results.0.dataset'],
    [{ 13: '    - {value: 1}' }, 'model-index.0.results.0.metrics.0.type'],
    [{ 13: '    - {type: rmse}' }, 'model-index.0.results.0.metrics.0.value'],
    [{ 6: '- {a: b}' }, 'datasets.0'],
    [
      { 4: 'size_categories: small', 7: 'x: y', 8: '', 9: '', 10: '', 11: '', 12: '', 13: '', 14: '' },
      'size_categories',
    ],
  ])('that is broken is refused with its place: %j', (changed, place) => {
    expect(() => read({ 'README.md': modelCard(changed) })).toThrow(refused('README.md', place));
  });
});

describe('a report of Evidently', () => {
  const readReport = (report: object | string) =>
    read({ 'report.json': typeof report === 'string' ? report : JSON.stringify(report) });
  const figuresIn = (report: object | string) =>
    Object.fromEntries(readReport(report).document!.figures.map(({ name, value }) => [name, value]));
  const factsIn = (report: object) =>
    Object.fromEntries(readReport(report).items[0]!.facts.map(({ name, value }) => [name, value]));

  it('has the numbers of its metrics and tests as figures, in each form that releases write', () => {
    expect(figuresIn(evidentlyOlder)).toEqual({
      'DatasetDriftMetric.drift_share': 0.5,
      'DatasetDriftMetric.number_of_columns': 4,
      'DatasetDriftMetric.number_of_drifted_columns': 1,
      'DatasetDriftMetric.share_of_drifted_columns': 0.25,
      'DatasetDriftMetric.dataset_drift': 'no',
      'ColumnDriftMetric(wind).drift_score': 0.031,
      'ColumnDriftMetric(wind).drift_detected': 'yes',
    });
    expect(figuresIn(evidentlySuite)).toEqual({
      'ColumnQuantileMetric(wind).quantile': 0.5,
      'tests, success': 1,
      'tests, fail': 1,
      'tests, warning': 1,
      'test, Drift per Column(wind)': 'fail',
      'test, Values in Range(tide)': 'warning',
    });
    expect(figuresIn(evidentlyById)).toEqual({
      'DriftedColumnsCount(drift_share=0.5).count': 1,
      'DriftedColumnsCount(drift_share=0.5).share': 0.25,
      'ValueDrift(column=wind)': 0.031,
    });
    expect(figuresIn(evidentlyByName)).toEqual({
      'MeanValue(column=wind)': 3.5,
      'PrecisionByLabel(probas_threshold=0.5).low': 0.75,
      'tests, fail': 1,
      'tests, success': 1,
      'test, Mean value of wind: Less 3': 'fail',
    });
    expect(figuresIn(evidentlySnapshot)).toEqual({
      'DriftedColumnsCount(columns=wind,tide,drift_share=0.5).count': 1,
      'DriftedColumnsCount(columns=wind,tide,drift_share=0.5).share': 0.25,
      'Mean value of wind': 3.5,
      'tests, success': 1,
    });
    expect(figuresIn(evidentlyOlderSnapshot)).toEqual({
      'ColumnDriftMetric(wind).drift_score': 0.031,
      'tests, fail': 1,
      'test, Drift per Column(wind)': 'fail',
    });
  });

  it('says which form it has, what wrote it and what is left aside', () => {
    expect(factsIn(evidentlyOlder)).toMatchObject({
      form: expect.stringContaining('before 0.7'),
      'written by': 'Evidently 0.4.40',
      made: '2026-02-03 04:05:06.789012',
    });
    const forms = [evidentlySuite, evidentlyById, evidentlyByName, evidentlySnapshot, evidentlyOlderSnapshot];
    expect(forms.map((report) => factsIn(report).form)).toEqual([
      expect.stringMatching(/^a test suite/),
      expect.stringMatching(/to 0\.7\.15$/),
      expect.stringMatching(/since 0\.7\.16$/),
      expect.stringMatching(/^a snapshot of releases since/),
      expect.stringMatching(/^a snapshot of releases before/),
    ]);
    expect(readReport(evidentlySnapshot).aside).toEqual([
      expect.objectContaining({ paths: ['Computed on the way'] }),
    ]);
    expect(readReport({ metrics: [{}], tests: [] }).blockers).toHaveLength(1);
  });

  it('may have the NaN that Python writes; texts stay texts', () => {
    const text =
      '{"metrics": [{"metric": "A", "result": {"a": NaN, "b": -Infinity, "c": 0.5, "d": true, "e": "7 \\"NaN"}}]}';
    expect(figuresIn(text)).toEqual({ 'A.a': 'NaN', 'A.b': '-Infinity', 'A.c': 0.5, 'A.d': 'yes' });
  });

  it.each([
    ['{"metrics": [{"metric": "A", "result": {"x": ]}', 'line 1, column 46'],
    ['{"metrics": [{"metric": "A", "result": 1}, {"metric": "A"}]}', 'metrics.1.result'],
    ['{"metrics": [{"metric": "A", "result": 1}, {"metric": 7, "result": 1}]}', 'metrics.1.metric'],
    ['{"metrics": [{"id": "a", "metric_id": 7, "value": 1}]}', 'metrics.0.metric_id'],
    ['{"metrics": [{"id": "a", "metric_name": "A"}]}', 'metrics.0.value'],
    ['{"metrics": [7, {"metric": "A", "result": 1}]}', 'metrics.0'],
    ['{"metric_results": {"a": 1}, "top_level_metrics": ["a"]}', 'metric_results.a'],
    ['{"metric_results": {}, "top_level_metrics": ["a"]}', 'top_level_metrics'],
    ['{"metrics": [{"metric": "A", "result": 1}], "tests": [{"status": 7}]}', 'tests.0.status'],
    ['{"tests": 7, "metrics": [{"metric": "A", "result": 1}]}', 'tests'],
    ['{"tests": [], "summary": {"total_tests": 0}, "metric_results": {}}', 'metric_results'],
    ['{"metric_results": 1, "suite": {"metrics": [], "metric_results": [{}]}}', 'suite.metrics.0'],
  ])('that is broken is refused with its place: %s', (content, place) => {
    expect(() => readReport(content)).toThrow(refused('report.json', place));
  });

  it.each([
    '{"metrics": [{"metric": "rmse", "value": 0.25}]}',
    '{"metrics": [{"metric_name": "rmse", "value": 0.25}]}',
    '{"tests": [{"name": "a", "status": "passed"}]}',
    '{"metrics": [], "panels": [], "tests": []}',
  ])('is no other JSON: %s', (content) => {
    expect(() => readReport(content)).toThrow(refused('sent', ''));
    expect(() =>
      interpret(archiveOf({ 'report.json': content }), {
        model,
        fileName: 'sent',
        digest: '0'.repeat(64),
        kind: 'evidently',
      }),
    ).toThrow('as Evidently writes them');
  });
});

describe('a schema made from a signature', () => {
  it('is there where every column is what the tensor holds, and says why not elsewhere', async () => {
    const bytes = await readFixture('ridership-demand-2.1.0-rc.1', 'model.onnx');
    const of = (columns: readonly object[] | null) =>
      schemaOfSignature(columns, { path: 'model.onnx', bytes });
    const types: Readonly<Record<string, string>> = { INT64: 'long', FLOAT: 'float' };
    const columns = inspectOnnx(bytes).inputs.map(({ name, type }) => ({ name, type: types[type] }));
    const made = of(columns);
    expect(made).not.toHaveProperty('why');
    const schema = 'bytes' in made && JSON.parse(Buffer.from(made.bytes).toString());
    expect(schema).toMatchObject({
      onnx: { layout: 'one-tensor-per-input' },
      outputs: [{ name: 'ridership' }],
    });
    expect(schema.inputs.at(-1)).toEqual({
      name: 'Bears_Home',
      dtype: 'int64',
      kind: 'numeric',
      nullable: false,
    });
    for (const [why, other] of [
      ['names no inputs', null],
      ['no name', [{ type: 'float' }]],
      ['datetime', [{ name: 'a', type: 'datetime' }]],
      ['tensor', [{ name: 'a', type: 'tensor' }]],
      ['float64 in the signature', [{ name: 'wind', type: 'double' }]],
      ['needs a value for missing', [{ ...columns[0], required: false }, ...columns.slice(1)]],
      ['no input of the model', [{ name: 'tide', type: 'long' }]],
      ['more inputs', columns.slice(1)],
    ] as const)
      expect(of(other)).toEqual({ why: expect.stringContaining(why) });
  });
});

describe('beside a version that is there', () => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene('low');
  });
  afterAll(() => scene.house.close());

  const sent = async (text: string, fileName: string) => {
    const bytes = Buffer.from(text);
    const digest = sha256Hex(bytes);
    await storeUpload(scene.developer, {
      digest,
      stream: (async function* () {
        yield bytes;
      })(),
    });
    return { model, digest, fileName };
  };

  it('a report is attached whole, with claimed figures, once; the version stays what it was', async () => {
    const input = await sent(JSON.stringify(evidentlyOlder), 'drift.json');
    expect((await planImport(scene.developer, input)).blockers).toMatchObject([{ code: 'IMPORT_REFUSED' }]);
    expect((await planImport(scene.developer, { ...input, version: '7.0.0' })).blockers).toMatchObject([
      { code: 'NOT_FOUND' },
    ]);
    const said = { ...input, version: scene.version };
    expect(await planImport(scene.developer, said)).toMatchObject({
      kind: 'evidently',
      adds: { document: true, version: false, runs: 0 },
      blockers: [],
      takesVersion: true,
    });
    expect((await listAttachments(scene.owner, scene.address)).items).toEqual([]);
    expect((await applyImport(scene.developer, said)).done).toMatchObject({ version: scene.version });
    expect((await applyImport(scene.developer, said)).existed).toBe(true);
    const { items } = await listAttachments(scene.owner, scene.address);
    expect(items).toMatchObject([
      {
        kind: 'validation-report',
        mediaType: 'application/json',
        digest: input.digest,
        fileName: 'drift.json',
      },
    ]);
    expect(items[0]!.figures).toContainEqual({ name: 'DatasetDriftMetric.drift_share', value: 0.5 });
    expect((await listEntries(scene.owner, { event: 'version.attachment-added' })).items).toHaveLength(1);
    expect((await listEntries(scene.owner, { event: 'model.imported' })).items[0]!.summary).toContain(
      'imported a report of Evidently',
    );
    expect(await codeOf(applyImport(scene.owner, { ...said, fileName: 'other.json' }))).toBe('FORBIDDEN');
  });

  it('a model card makes a version under a new label and is a document of one that is there', async () => {
    const input = await sent(modelCard(), 'card.md');
    expect(await planImport(scene.developer, { ...input, version: '8.0.0' })).toMatchObject({
      adds: { version: true, document: false },
      blockers: [],
    });
    expect((await applyImport(scene.developer, { ...input, version: '8.0.0' })).done.version).toBe('8.0.0');
    expect((await listAttachments(scene.owner, { model, version: '8.0.0' })).items).toEqual([]);
    const beside = { ...input, version: scene.version };
    const counts = [
      { what: 'document', count: 1 },
      { what: 'claim', count: 1 },
    ];
    expect(await planImport(scene.developer, beside)).toMatchObject({ counts, adds: { document: true } });
    await applyImport(scene.developer, beside);
    expect(await planImport(scene.developer, beside)).toMatchObject({
      counts,
      imported: { version: scene.version },
    });
    const { items } = await listAttachments(scene.owner, scene.address);
    expect(items[0]).toMatchObject({ title: 'Model card', mediaType: 'text/markdown' });
  });
});
