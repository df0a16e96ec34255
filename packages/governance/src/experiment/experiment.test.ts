import { type LogRun, limits } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { readVersion } from '../version/read-version.ts';
import { exportRuns } from './export-runs.ts';
import { listExperiments } from './list-experiments.ts';
import { countRuns, listRuns } from './list-runs.ts';
import { logRuns } from './log-runs.ts';
import { readExperiment } from './read-experiment.ts';
import { readHistory } from './read-history.ts';
import { compareRuns, readRun } from './read-run.ts';
import { deleteRunView, listRunViews, saveRunView } from './run-views.ts';

let scene: Scene;
let reviewer: Context;
const at = { model: 'ridership-demand', experiment: 'trees' } as const;
const log = (...runs: LogRun[]) => logRuns(scene.developer, { ...at, runs });
const names = async (choice: object = {}) =>
  (await listRuns(reviewer, { ...at, ...choice })).items.map(({ run }) => run);

/** Losses and depths such that no two columns sort alike. */
const made: LogRun[] = [
  { run: 'a', parameters: { model: 'tree', depth: 4 }, metrics: [{ name: 'rmse', value: 0.9 }] },
  { run: 'b', parameters: { model: 'tree', depth: 12 }, metrics: [{ name: 'rmse', value: 1.5 }] },
  { run: 'c', parameters: { model: 'linear' }, metrics: [{ name: 'rmse', value: 'NaN' }] },
  {
    run: 'd',
    parameters: { model: '=cmd()' },
    metrics: [{ name: 'rmse', value: '-Infinity' }],
    tags: { note: 'x' },
  },
  { run: 'e', status: 'FAILED' },
].map((run, index) => ({
  ...run,
  startedAt: `2026-01-0${index + 1}T00:00:00.000Z`,
  endedAt: `2026-01-0${index + 1}T01:00:00.000Z`,
})) as LogRun[];

beforeAll(async () => {
  scene = await openScene('low');
  reviewer = await scene.signer('Reader of runs', 'reviewer');
});
afterAll(() => scene.house.close());

describe('runs are logged', () => {
  it('in one piece with one entry, and sent again they change nothing', async () => {
    const first = await log(...made);
    expect(first).toMatchObject({ added: { runs: 5, parameters: 6, metrics: 4 }, changed: 0 });
    const again = await log(...made);
    expect(again).toMatchObject({ added: { runs: 0, parameters: 0, metrics: 0 }, receipt: null });
    const entries = await listEntries(reviewer, { event: 'model.runs-logged' });
    expect(entries.items.map(({ summary }) => summary)).toEqual([
      'Developer logged 4 values of 5 runs of ridership-demand.',
    ]);
    expect(await readExperiment(reviewer, at)).toMatchObject({
      runs: 5,
      keys: { metrics: ['rmse'], params: ['depth', 'model'], tags: ['note'] },
    });
  });

  it('by developers of the model alone; consumers see none', async () => {
    const consumer = await scene.house.person('Consumer of trees', 'consumer');
    for (const ctx of [reviewer, scene.owner, consumer])
      expect(await codeOf(logRuns(ctx, { ...at, runs: [{ run: 'x' }] }))).toBe('FORBIDDEN');
    expect(await codeOf(listExperiments(consumer, at))).toBe('FORBIDDEN');
    expect((await listExperiments(reviewer, at)).mayLog).toBe(false);
    expect((await listExperiments(scene.developer, at)).mayLog).toBe(true);
    expect(await codeOf(readRun(reviewer, { ...at, run: 'x' }))).toBe('NOT_FOUND');
  });

  it('a parameter or an artifact never changes, what is logged twice or is too much is refused whole', async () => {
    const digest = 'a'.repeat(64);
    expect(await codeOf(log({ run: 'a', parameters: { depth: '5' } }))).toBe('CONFLICT');
    await log({ run: 'e', artifacts: [{ path: 'model.onnx', digest }] });
    expect(await codeOf(log({ run: 'e', artifacts: [{ path: 'model.onnx', digest: 'b'.repeat(64) }] }))).toBe(
      'CONFLICT',
    );
    expect(await codeOf(log({ run: 'f' }, { run: 'f' }))).toBe('BAD_INPUT');
    const metrics = Array.from({ length: limits.runFacts + 1 }, (_, step) => ({ name: 'm', value: 1, step }));
    expect(await codeOf(log({ run: 'f', metrics }))).toBe('TOO_LARGE');
    const parameters = Object.fromEntries(
      Array.from({ length: limits.runParameters + 1 }, (_, index) => [`p${index}`, '1']),
    );
    expect(await codeOf(log({ run: 'f', parameters }))).toBe('TOO_LARGE');
    expect(await names()).not.toContain('f');
    expect(await codeOf(log({ run: 'f', endedAt: '2020-01-01T00:00:00Z' }))).toBe('BAD_INPUT');
  });

  it('keeps the history of a metric, of which the last step counts, and thins a long one to its extremes', async () => {
    const values = Array.from({ length: 4_000 }, (_, step) => ({
      name: 'loss',
      value: step === 1_234 ? 99 : 1 / (step + 1),
      step,
    }));
    const run = { ...at, experiment: 'curves' };
    await logRuns(scene.developer, { ...run, runs: [{ run: 'long', metrics: values.slice(2_000) }] });
    await logRuns(scene.developer, { ...run, runs: [{ run: 'long', metrics: values.slice(0, 2_000) }] });
    const { metrics, status } = await readRun(reviewer, { ...run, run: 'long' });
    expect({ metrics, status }).toMatchObject({
      metrics: [{ name: 'loss', value: 1 / 4_000, step: 3_999, points: 4_000 }],
      status: 'RUNNING',
    });
    const { series } = await readHistory(reviewer, { ...run, runs: ['long'], metric: 'loss' });
    expect(series[0]!.logged).toBe(4_000);
    expect(series[0]!.points.length).toBeLessThanOrEqual(1_002);
    expect(Math.max(...series[0]!.points.map(({ value }) => Number(value)))).toBe(99);
  });
});

describe('runs are found', () => {
  it.each([
    ['metrics.rmse < 1 and params.model = "tree"', ['a']],
    ['metrics.rmse < 1', ['d', 'a']],
    ['params.model != "tree"', ['d', 'c']],
    ["params.model ILIKE 'TR%'", ['b', 'a']],
    ["params.model LIKE '%\\'", []],
    ['status IN ("FAILED")', ['e']],
    ['start_time >= "2026-01-04"', ['e', 'd']],
    ['tags.note = "x" and run_name = "d"', ['d']],
  ])('%s', async (filter, runs) => {
    expect(await names({ filter })).toEqual(runs);
    expect((await countRuns(reviewer, { ...at, filter })).matching).toEqual({
      count: runs.length,
      more: false,
    });
  });

  it.each([
    ['metrics.rmse asc', ['d', 'a', 'b', 'c', 'e']],
    ['metrics.rmse desc', ['b', 'a', 'd', 'e', 'c']],
    ['params.depth asc', ['a', 'b', 'c', 'd', 'e']],
    ['params.model desc', ['b', 'a', 'c', 'd', 'e']],
    ['attributes.status asc', ['e', 'a', 'b', 'c', 'd']],
    ['attributes.end_time desc', ['e', 'd', 'c', 'b', 'a']],
  ])('in the order of any column, page by page, each once: %s', async (order, runs) => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await listRuns(reviewer, { ...at, order, limit: 2, ...(after && { after }) });
      seen.push(...page.items.map(({ run }) => run));
      after = page.next;
    } while (after);
    expect(seen).toEqual(runs);
  });

  it('a wrong filter says where, a cursor holds for its own order', async () => {
    await expect(listRuns(reviewer, { ...at, filter: 'metrics.rmse < "1"' })).rejects.toMatchObject({
      code: 'FILTER_WRONG',
      detail: { problem: 'WRONG_VALUE', offset: 15, length: 3 },
    });
    const { next } = await listRuns(reviewer, { ...at, limit: 2 });
    expect(await codeOf(listRuns(reviewer, { ...at, order: 'metrics.rmse', after: next! }))).toBe(
      'BAD_INPUT',
    );
    expect(await codeOf(listRuns(reviewer, { ...at, order: 'sideways up' }))).toBe('BAD_INPUT');
  });

  it('as a table that no spreadsheet executes', async () => {
    const { pieces } = await exportRuns(reviewer, {
      ...at,
      columns: ['params.model', 'metrics.rmse'],
      order: 'metrics.rmse',
    });
    let text = '';
    for await (const piece of pieces()) text += piece;
    const lines = text.split('\r\n');
    expect(lines[0]).toBe('run_id,run_name,status,start_time,end_time,versions,params.model,metrics.rmse');
    expect(lines[1]).toBe(
      `d,d,FINISHED,2026-01-04T00:00:00.000Z,2026-01-04T01:00:00.000Z,,"'=cmd()","'-Infinity"`,
    );
    expect(lines).toHaveLength(7);
  });

  it('and looked at again: views are one’s own, and only such as can be shown', async () => {
    const save = (name: string, filter: string) => saveRunView(reviewer, { ...at, name, choice: { filter } });
    const kept = await save('Good', 'metrics.rmse < 1');
    expect(await save('good', 'metrics.rmse < 0.5')).toMatchObject({ id: kept.id });
    expect(await codeOf(save('Bad', 'metrics.rmse <'))).toBe('FILTER_WRONG');
    expect(await listRunViews(scene.owner, at)).toEqual([]);
    expect(await codeOf(deleteRunView(scene.owner, { id: kept.id }))).toBe('NOT_FOUND');
    await deleteRunView(reviewer, { id: kept.id });
    expect(await listRunViews(reviewer, at)).toEqual([]);
  });

  it('beside each other, in the order asked for', async () => {
    const { runs } = await compareRuns(reviewer, { ...at, runs: ['b', 'a'] });
    expect(runs.map(({ run }) => run)).toEqual(['b', 'a']);
    expect(await codeOf(compareRuns(reviewer, { ...at, runs: ['a', 'nobody'] }))).toBe('NOT_FOUND');
  });
});

describe('the run that a version names', () => {
  it('is a claim until it is there; then it is held against the version, and takes nothing more', async () => {
    const run = { experiment: 'final', run: 'best' };
    const next = await scene.another(
      'with-run',
      {},
      { run, parameters: { model: { seed: 1, depth: 3 }, features: ['a'] } },
    );
    expect((await readVersion(reviewer, next.address)).run).toEqual({ ...run, found: null });
    const final: LogRun = {
      run: 'best',
      parameters: { 'train.seed': '1.0', depth: 4, features: 'all' },
      status: 'FINISHED',
    };
    const send = (one: LogRun) => logRuns(scene.developer, { ...at, experiment: 'final', runs: [one] });
    await send(final);
    expect((await readVersion(reviewer, next.address)).run?.found).toMatchObject({
      name: 'best',
      status: 'FINISHED',
      differing: ['depth'],
      same: 1,
    });
    expect((await readRun(reviewer, { ...at, ...run })).versions).toEqual(['with-run']);
    expect(await codeOf(send(final))).toBe('allowed');
    expect(await codeOf(send({ run: 'best', metrics: [{ name: 'rmse', value: 0 }] }))).toBe('CONFLICT');
    expect(await codeOf(send({ run: 'best', tags: { a: 'b' } }))).toBe('CONFLICT');
  });
});
