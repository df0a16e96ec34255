import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Example,
  exampleFiles,
  exampleManifest,
  manifestOf,
  upload,
} from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
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
