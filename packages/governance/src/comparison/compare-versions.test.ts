import { VersionComparison } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { logRuns } from '../experiment/log-runs.ts';
import { compareMetrics, packageByPackage } from './compare-facts.ts';
import { compareVersions } from './compare-versions.ts';

let scene: Scene;
let viewer: Context;
beforeAll(async () => {
  scene = await openScene('high');
  viewer = await scene.signer('Comparing viewer', 'viewer');
});
afterAll(() => scene.house.close());

const digest = 'a'.repeat(64);

describe('two versions', () => {
  it('are held against each other in everything that a signature could rest on', async () => {
    const { model, version } = scene.address;
    const golden = JSON.parse(
      (await readFixture('ridership-demand-2.1.0-rc.1', 'golden.json.txt')).toString(),
    );
    golden.rows[0].expected.ridership = { f32: '40000000', value: 2 };
    await scene.another(
      '2.1.1',
      { 'golden.json': Buffer.from(JSON.stringify(golden)) },
      { parameters: { seed: 8 }, buildEnvironment: { python: '3.12' }, releaseNotes: '# Other\n' },
    );
    const found = await compareVersions(viewer, { model, before: version, after: '2.1.1' });
    expect(VersionComparison.parse(found)).toEqual(found);
    expect(found).toMatchObject({
      before: { label: version },
      after: { label: '2.1.1' },
      parameters: [{ name: 'seed', before: '7', after: '8', same: false }],
      buildEnvironment: [{ name: 'python', before: '3.11', after: '3.12', same: false }],
      schema: { verdict: 'same', changes: [] },
      metrics: [{ name: 'roc_auc', difference: 0, data: 'unknown', verdict: null }],
    });
    expect(found.files.filter(({ same }) => !same).map(({ path }) => path)).toEqual(['golden.json']);
    const { rows, outputsDiffer, largest } = found.golden;
    expect(rows.common).toBe(rows.before);
    expect(outputsDiffer).toBe(1);
    expect(largest[0]).toMatchObject({ id: String(golden.rows[0].id), output: 'ridership', after: '2' });
    const same = await compareVersions(viewer, { model, before: version, after: version });
    expect(same.golden).toMatchObject({ reason: null, outputsDiffer: 0, largest: [] });
    expect(same.files.every((file) => file.same)).toBe(true);
  });

  it('name runs that are held against each other, with whether they were logged at all', async () => {
    const { model } = scene.address;
    const run = (name: string) => ({ run: { experiment: 'trees', run: name } });
    await scene.another('2.2.0', {}, run('a'));
    await scene.another('2.2.1', {}, run('b'));
    await scene.another('2.2.2', {}, run('never-logged'));
    await logRuns(scene.developer, {
      model,
      experiment: 'trees',
      runs: [
        { run: 'a', parameters: { depth: 4, seed: 7 }, metrics: [{ name: 'rmse', value: 0.9 }] },
        { run: 'b', parameters: { depth: 5, seed: 7 }, metrics: [{ name: 'rmse', value: 'NaN' }] },
      ],
    });
    const runsOf = async (before: string, after: string) =>
      (await compareVersions(viewer, { model, before, after })).runs;
    expect(await runsOf('2.2.0', '2.2.1')).toMatchObject({
      before: { run: 'a', found: { status: 'RUNNING' } },
      after: { run: 'b' },
      parameters: [
        { name: 'depth', before: '4', after: '5', same: false },
        { name: 'seed', same: true },
      ],
      metrics: [{ name: 'rmse', before: 0.9, after: 'NaN', same: false }],
    });
    expect(await runsOf('2.1.1', '2.2.2')).toEqual({
      before: null,
      after: { experiment: 'trees', run: 'never-logged', found: null },
      parameters: [],
      metrics: [],
    });
  });

  it('are refused to whoever may not see them, and where one is not there', async () => {
    const { model, version } = scene.address;
    const nobody = await scene.signer('Without a role');
    expect(await codeOf(compareVersions(nobody, { model, before: version, after: version }))).toBe(
      'FORBIDDEN',
    );
    expect(await codeOf(compareVersions(viewer, { model, before: version, after: '9' }))).toBe('NOT_FOUND');
  });
});

it('a metric is better or worse only by a declared direction on the same data', () => {
  const measured = (value: number, datasetDigest: string | null, comparison?: '>=' | '<=') => ({
    metrics: [{ name: 'rmse', value, split: 'test', rows: null, datasetDigest, basis: 'claimed' as const }],
    goal: comparison
      ? {
          requestId: '',
          digest,
          state: 'fixed' as const,
          uses: [],
          thresholds: [{ metric: 'rmse', comparison, threshold: 1, claimed: null, met: null }],
          until: '',
          at: '',
        }
      : null,
  });
  const verdict = (...sides: Parameters<typeof compareMetrics>) => compareMetrics(...sides)[0]?.verdict;
  expect(verdict(measured(2, digest), measured(1, digest, '<='))).toBe('better');
  expect(verdict(measured(2, digest, '>='), measured(1, digest))).toBe('worse');
  expect(verdict(measured(1, digest, '>='), measured(1, digest))).toBe('equal');
  expect(verdict(measured(2, digest), measured(1, digest))).toBeNull();
  expect(verdict(measured(2, digest, '>='), measured(1, 'b'.repeat(64)))).toBeNull();
  expect(verdict(measured(2, null, '>='), measured(1, null))).toBeNull();
});

it('a build environment is read package by package', () => {
  expect(
    packageByPackage([
      { name: 'python', value: '3.11' },
      { name: 'packages', value: '{"numpy":"1.24"}' },
    ]),
  ).toEqual([
    { name: 'python', value: '3.11' },
    { name: 'packages / numpy', value: '1.24' },
  ]);
});
