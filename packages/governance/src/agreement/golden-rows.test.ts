import { GoldenRowsPage } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleFiles, exampleManifest } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { registerVersion } from '../version/register-version.ts';
import { drainJobs } from '../worker.ts';
import { listGoldenRows } from './list-golden-rows.ts';
import { requestGoldenScoring } from './request-golden-scoring.ts';

let house: TestHouse;
let developer: Context;
const model = 'credit-risk';
const asked = { model, pair: { before: '1.0.0', after: '2.0.0' } };
/** Ids of golden rows whose decision another threshold turns. */
let turned: string[];

interface Golden {
  rows: {
    id: number;
    inputs: Record<string, unknown>;
    expected: { probabilities: { bad: { value: number } } };
  }[];
}

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  await house.model(model);
  const files = await exampleFiles('credit-risk-1.1.0');
  const golden: Golden = JSON.parse(files.find(({ kind }) => kind === 'golden-set')!.bytes.toString());
  const other = {
    ...golden,
    rows: golden.rows.slice(0, 3).map((row) => ({ ...row, id: `other-${row.id}` })),
  };
  const rule = { output: 'probabilities.bad', op: '>=' as const, then: 'refuse', else: 'grant' };
  for (const [version, value, rows] of [
    ['1.0.0', 0.4, golden],
    ['2.0.0', 0.5, golden],
    ['3.0.0', 0.5, other],
  ] as [string, number, Golden][]) {
    const replaced = { 'golden.json': Buffer.from(JSON.stringify(rows)) };
    await registerVersion(
      developer,
      await exampleManifest(
        developer,
        'credit-risk-1.1.0',
        version,
        { decision: { ...rule, value } },
        replaced,
      ),
    );
  }
  turned = golden.rows.flatMap(({ id, expected }) => {
    const { value } = expected.probabilities.bad;
    return value >= 0.4 && value < 0.5 ? [String(id)] : [];
  });
});
afterAll(() => house.close());

describe('golden rows of two versions', () => {
  it('are those that both golden sets know, page by page, with inputs and both answers', async () => {
    const first = await listGoldenRows(developer, { ...asked, limit: 2 });
    expect(GoldenRowsPage.parse(first)).toEqual(first);
    expect(first).toMatchObject({ source: 'recorded', scoring: null, rows: 100, differing: turned.length });
    expect(first.items[0]).toMatchObject({ id: turned[0], differs: true, largest: null, code: null });
    expect(first.items[0]!.outputs).toContainEqual({
      name: 'decision',
      before: 'refuse',
      after: 'grant',
      difference: null,
    });
    expect(first.items[0]!.inputs.map(({ name }) => name)).toContain('Seniority');
    expect(first.outputs).toContainEqual({
      name: 'probabilities.bad',
      differ: 0,
      median: 0,
      ninth: 0,
      largest: 0,
    });
    const ids: string[] = [];
    for (let after: string | null | undefined; after !== null; ) {
      const page = await listGoldenRows(developer, { ...asked, limit: 2, ...(after && { after }) });
      ids.push(...page.items.map(({ id }) => id));
      after = page.next;
    }
    expect(ids).toEqual(turned);
    expect((await listGoldenRows(developer, { ...asked, which: 'all', limit: 200 })).items).toHaveLength(100);
  });

  it('are executed on both where somebody asks for that, once', async () => {
    const pair = { before: '1.0.0', after: '3.0.0' };
    const viewer = await house.person('Viewer', 'viewer');
    expect(await listGoldenRows(viewer, { model, pair })).toMatchObject({ source: null, mayScore: false });
    expect(await codeOf(requestGoldenScoring(viewer, { model, ...pair }))).toBe('FORBIDDEN');
    expect(await listGoldenRows(developer, { model, pair })).toMatchObject({ source: null, mayScore: true });
    const same = { before: '3.0.0', after: '3.0.0' };
    expect(await codeOf(requestGoldenScoring(developer, { model, ...same }))).toBe('BAD_INPUT');

    expect(await requestGoldenScoring(developer, { model, ...pair })).toMatchObject({ state: 'queued' });
    await drainJobs(house);
    const page = await listGoldenRows(developer, { model, pair, which: 'all' });
    expect(page).toMatchObject({
      source: 'scored',
      rows: 3,
      scoring: { state: 'done', done: 3, error: null },
    });
    expect(page.items.map(({ code }) => code)).toEqual([null, null, null]);
    const differing = page.items.filter(({ differs }) => differs).map(({ id }) => id.replace('other-', ''));
    expect(differing.every((id) => turned.includes(id))).toBe(true);
    expect(await requestGoldenScoring(developer, { model, ...pair })).toMatchObject({ state: 'done' });
  });
});
