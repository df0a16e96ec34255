import { createHash } from 'node:crypto';
import { type ImportBody, OpenLineageRunEvent } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { upload } from '../../test/example-version.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { storeUpload } from '../blob/store-upload.ts';
import type { Context } from '../context.ts';
import { readRun } from '../experiment/read-run.ts';
import { listLineageEvents } from '../lineage/list-lineage-events.ts';
import { readLineage } from '../lineage/read-lineage.ts';
import { registerVersion } from '../version/register-version.ts';
import { applyImport } from './apply-import.ts';
import { planImport } from './plan-import.ts';
import { takeLineage } from './take-lineage.ts';

let scene: Scene;
let reviewer: Context;
const model = 'ridership-demand';

async function sent(bytes: Uint8Array, fileName: string): Promise<ImportBody> {
  const digest = createHash('sha256').update(bytes).digest('hex');
  await storeUpload(scene.developer, {
    digest,
    stream: (async function* () {
      yield bytes;
    })(),
  });
  return { digest, fileName };
}
const rows = async (table: string) =>
  (await scene.house.pool.query<{ n: number }>(`SELECT count(*)::int AS n FROM ${table}`)).rows[0]!.n;

beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Reader of imports', 'reviewer');
});
afterAll(() => scene.house.close());

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
