import { PolicyBody } from '@countersign/contracts';
import { builtInPolicies } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Example,
  exampleFiles,
  exampleManifest,
  manifestOf,
  upload,
} from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import { listGoldenRows } from '../agreement/list-golden-rows.ts';
import { requestGoldenScoring } from '../agreement/request-golden-scoring.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { insertPolicy } from '../policy/publish-policy.ts';
import { readVersion } from '../version/read-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { drainJobs } from '../worker.ts';
import { listEvidence } from './list-evidence.ts';
import { readEvidence } from './read-evidence.ts';
import { runEvidence } from './run-evidence.ts';
import { runEvidenceJob } from './run-evidence-job.ts';

let house: TestHouse;
let developer: Context;
beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  await house.model('credit-risk');
  await house.model('ridership-demand');
});
afterAll(() => house.close());

const requestReview = { comment: 'please' };

describe('evidence that we compute', () => {
  it('passes for the real models: golden set to the bit, robustness as declared', async () => {
    for (const [example, model, version] of [
      ['credit-risk-1.1.0', 'credit-risk', '1.1.0'],
      ['ridership-demand-2.1.0-rc.1', 'ridership-demand', '2.1.0-rc.1'],
    ] as [Example, string, string][]) {
      await registerVersion(developer, await exampleManifest(developer, example, version, { requestReview }));
      await drainJobs(house);
      const { items, runs } = await listEvidence(developer, { model, version });
      expect(items.map(({ kind, result, basis }) => [kind, result, basis]).sort()).toEqual([
        ['golden-set-parity', 'pass', 'checked'],
        ['robustness-run', 'pass', 'checked'],
      ]);
      expect(runs.every(({ state, done, total }) => state === 'done' && done === total && total > 0)).toBe(
        true,
      );
      const golden = await readEvidence(developer, {
        evidenceId: items.find(({ kind }) => kind === 'golden-set-parity')!.id,
      });
      expect(golden).toMatchObject({ total: 100, failed: 0, row: { value: '100 of 100' } });
    }
  });

  it('fails where the golden set expects other bits, and names the row', async () => {
    const files = await exampleFiles('credit-risk-1.1.0');
    const altered = files.map((file) => {
      if (file.kind !== 'golden-set') return file;
      // One bit of one probability of the first row.
      return { ...file, bytes: Buffer.from(file.bytes.toString('utf8').replace('"3eec8860"', '"3eec8861"')) };
    });
    const version = '1.1.1';
    await registerVersion(
      developer,
      manifestOf('credit-risk', version, await upload(developer, altered), { requestReview }),
    );
    await drainJobs(house);
    const { items } = await listEvidence(developer, { model: 'credit-risk', version });
    const golden = items.find(({ kind }) => kind === 'golden-set-parity')!;
    expect(golden).toMatchObject({ result: 'fail', value: '99 of 100' });
    const { cases } = await readEvidence(developer, { evidenceId: golden.id, onlyFailed: true });
    expect(cases).toEqual([expect.objectContaining({ name: '3', outcome: 'fail' })]);
  });

  it('measures how often a version answers as the one before it, which a first version has not', async () => {
    const rule = { output: 'probabilities.bad', op: '>=' as const, then: 'refuse', else: 'grant' };
    for (const [version, value] of [
      ['1.2.0', 0.4],
      ['1.2.1', 0.5],
    ] as [string, number][])
      await registerVersion(
        developer,
        await exampleManifest(developer, 'credit-risk-1.1.0', version, { decision: { ...rule, value } }),
      );
    const measured = async (version: string) => {
      const address = { model: 'credit-risk', version };
      await runEvidence(developer, { ...address, kind: 'prior-agreement' });
      await drainJobs(house);
      const { items } = await listEvidence(developer, address);
      return items.find(({ kind }) => kind === 'prior-agreement')!;
    };
    expect(await measured('1.1.0')).toMatchObject({ result: 'pass', value: 'nothing to agree with' });

    const golden = JSON.parse(
      (await exampleFiles('credit-risk-1.1.0')).find(({ kind }) => kind === 'golden-set')!.bytes.toString(),
    );
    const between = golden.rows.filter(
      ({ expected }: { expected: { probabilities: { bad: { value: number } } } }) => {
        const { value } = expected.probabilities.bad;
        return value >= 0.4 && value < 0.5;
      },
    );
    expect(between.length).toBeGreaterThan(0);
    const found = await measured('1.2.1');
    expect(found).toMatchObject({
      name: 'Agreement with 1.2.0',
      result: 'measured',
      value: `${100 - between.length} of 100`,
      agreement: { share: (100 - between.length) / 100, rows: 100 },
    });
    // The comparison of both shows what was executed for it, and executes nothing again.
    const pair = { before: '1.2.0', after: '1.2.1' };
    const compared = await listGoldenRows(developer, { model: 'credit-risk', pair });
    expect(compared).toMatchObject({ scoring: { state: 'done', done: 100 }, differing: between.length });
    expect(await requestGoldenScoring(developer, { model: 'credit-risk', ...pair })).toMatchObject({
      state: 'done',
    });
    const { cases } = await readEvidence(developer, { evidenceId: found.id, onlyFailed: true });
    expect(cases.map(({ name }) => name)).toEqual(between.map(({ id }: { id: number }) => String(id)));
    const { state } = await loadVersion(house.pool, { model: 'credit-risk', version: '1.2.1' }, 'none');
    expect(state.evidence).toMatchObject([{ kind: 'prior-agreement', share: (100 - between.length) / 100 }]);
  });

  it('a policy requires that agreement by a share of rows, and the gate is held against it', async () => {
    const address = { model: 'credit-risk', version: '1.2.1' };
    const { state } = await loadVersion(house.pool, address, 'none');
    const share = state.evidence[0]!.share!;
    const asked = async (number: number, atLeast: number) => {
      const { review, ...gates } = builtInPolicies.low.gates;
      const evidence = [{ kind: 'prior-agreement', must: 'pass', atLeast }] as const;
      const policy = {
        ...builtInPolicies.low,
        number,
        gates: { ...gates, review: { ...review, evidence } },
      };
      await change(developer, async (tx) => ({
        result: undefined,
        events: [await insertPolicy(tx, PolicyBody.parse(policy), null)],
      }));
      const { gates: held } = await readVersion(developer, address);
      return held.find(({ gate }) => gate === 'review')!.evidence;
    };
    expect(await asked(2, share + 0.001)).toMatchObject([{ status: 'fail', atLeast: share + 0.001 }]);
    expect(await asked(3, share)).toMatchObject([{ kind: 'prior-agreement', status: 'pass' }]);
  });

  it('is computed again at a person’s wish, once at a time, and twice delivered is recorded once', async () => {
    const address = { model: 'credit-risk', version: '1.1.0' };
    const run = await runEvidence(developer, { ...address, kind: 'golden-set-parity' });
    await expect(runEvidence(developer, { ...address, kind: 'golden-set-parity' })).rejects.toMatchObject({
      code: 'EVIDENCE_RUNNING',
    });
    await drainJobs(house);
    await runEvidenceJob(house, { runId: run.id });
    const { items } = await listEvidence(developer, address);
    expect(items.filter(({ kind }) => kind === 'golden-set-parity').map(({ current }) => current)).toEqual([
      true,
      false,
    ]);
  });
});
