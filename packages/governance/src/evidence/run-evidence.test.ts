import { createScorer } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { endlessFiles } from '../../test/endless-model.ts';
import { exampleManifest, manifestOf, readFixture, upload } from '../../test/example-version.ts';
import { decide, openScene, type Scene } from '../../test/signing-scene.ts';
import { listInbox } from '../inbox/list-inbox.ts';
import { listSignOffs } from '../sign-off/list-sign-offs.ts';
import { readVersion } from '../version/read-version.ts';
import { registerVersion } from '../version/register-version.ts';
import { drainJobs } from '../worker.ts';
import { listEvidence } from './list-evidence.ts';
import { readEvidence } from './read-evidence.ts';
import { runEvidence } from './run-evidence.ts';

const example = 'ridership-demand-2.1.0-rc.1';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene('low');
});
afterAll(() => scene.house.close());

const entriesOf = async (versionId: string) =>
  (
    await scene.house.pool.query<{ event: string; actor_id: string; step: number; body: string }>(
      'SELECT event, actor_id, step, body FROM ledger_entry WHERE version_id = $1 ORDER BY id',
      [versionId],
    )
  ).rows;

describe('evidence that a gate requires', () => {
  it('is computed once its review is asked for, recorded with its entry, and lets the gate be signed', async () => {
    const version = 'asked-with-registration';
    const manifest = await exampleManifest(scene.developer, example, version, {
      requestReview: { comment: 'Please read this.' },
    });
    const { id } = await registerVersion(scene.developer, manifest);
    const address = { model: scene.model, version };
    const reviewer = await scene.signer('Waiting reviewer', 'reviewer');
    const requestId = (await listInbox(reviewer, {})).items.find(
      (item) => item.version.label === version,
    )!.requestId;

    const queued = await listEvidence(reviewer, address);
    expect(queued.items).toEqual([]);
    expect(queued.runs.map(({ kind, state }) => [kind, state]).sort()).toEqual([
      ['golden-set-parity', 'queued'],
      ['robustness-run', 'queued'],
    ]);
    expect(await codeOf(decide(reviewer, requestId))).toBe('EVIDENCE_MISSING');

    await drainJobs(scene.house);
    const { items, runs } = await listEvidence(reviewer, address);
    for (const { state, done, total, error } of runs) {
      expect({ state, error }).toEqual({ state: 'done', error: null });
      expect(total).toBeGreaterThan(0);
      expect(done).toBe(total);
    }
    const found = Object.fromEntries(items.map((item) => [item.kind, item]));
    expect(found['golden-set-parity']).toMatchObject({
      name: 'Golden set, parity to the bit',
      result: 'pass',
      basis: 'checked',
      value: '100 of 100',
      current: true,
    });
    const robustness = found['robustness-run']!;
    expect(robustness.result).toBe('pass');
    const detail = await readEvidence(reviewer, { evidenceId: robustness.id });
    expect(detail).toMatchObject({ total: detail.cases.length, failed: 0 });
    expect(robustness.value).toBe(`${detail.total} of ${detail.total}`);
    expect(await readEvidence(reviewer, { evidenceId: robustness.id, onlyFailed: true })).toMatchObject({
      cases: [],
      total: detail.total,
    });

    const entries = await entriesOf(id);
    const recorded = entries.filter(({ event }) => event === 'version.evidence-recorded');
    expect(recorded.map(({ actor_id }) => actor_id)).toEqual(['evidence', 'evidence']);
    for (const item of items) {
      expect(
        recorded.filter(({ body }) => body.includes(item.id) && body.includes(item.digest)),
      ).toHaveLength(1);
    }
    expect(entries.map(({ step }) => step).filter((step) => step !== null)).toEqual(
      entries.filter(({ step }) => step !== null).map((_, position) => position + 1),
    );
    expect((await readVersion(reviewer, address)).runtime).toMatchObject(scene.house.scorer.describe());
    expect(await decide(reviewer, requestId)).toMatchObject({ satisfied: true, stage: 'reviewed' });
  });

  it('is computed again for people who work on the version, not for those who watch it', async () => {
    const other = await scene.another('computed-again');
    const wish = { ...other.address, kind: 'robustness-run' as const };
    expect(await codeOf(runEvidence(await other.signer('Passing viewer', 'viewer'), wish))).toBe('FORBIDDEN');
    expect(await codeOf(runEvidence(await other.signer('Operator', 'operator'), wish))).toBe('allowed');
    await drainJobs(scene.house);
  });
});

describe('a golden set with one wrong bit', () => {
  it('fails, names the first difference, and voids the endorsement that relied on it', async () => {
    const golden: string = (await readFixture(example, 'golden.json.txt')).toString('utf8');
    const [, id, bits] = /"id":"([^"]+)".*?"f32":"([0-9a-f]{8})"/.exec(golden)!;
    const wrong = (Number.parseInt(bits!, 16) ^ 1).toString(16).padStart(8, '0');
    const other = await scene.another('wrong-bit', {
      'golden.json': Buffer.from(golden.replace(`"f32":"${bits}"`, `"f32":"${wrong}"`)),
    });
    const reviewer = await other.signer('Trusting reviewer', 'reviewer');
    expect((await decide(reviewer, await other.request('review'))).stage).toBe('reviewed');

    await runEvidence(other.developer, { ...other.address, kind: 'golden-set-parity' });
    await drainJobs(scene.house);
    const [failed] = (await listEvidence(reviewer, other.address)).items;
    expect(failed).toMatchObject({ kind: 'golden-set-parity', result: 'fail', value: '99 of 100' });
    const detail = await readEvidence(reviewer, { evidenceId: failed!.id, onlyFailed: true });
    expect(detail).toMatchObject({ total: 100, failed: 1, cases: [{ name: id, outcome: 'fail' }] });
    expect(detail.cases[0]!.expected).toContain(wrong);
    expect(detail.cases[0]!.seen).toContain(bits);

    expect(await other.stage()).toBe('registered');
    expect(await listSignOffs(reviewer, other.address)).toMatchObject([
      { state: 'void', stateReason: 'check-failed', signatureValid: true },
    ]);
    expect((await entriesOf(other.versionId)).slice(-3).map(({ event }) => event)).toEqual([
      'version.evidence-recorded',
      'version.sign-off-voided',
      'version.stage-moved',
    ]);
  });
});

describe('a model that never answers', () => {
  it('fails its check at the deadline, and the worker goes on with the next', async () => {
    const version = 'endless';
    await registerVersion(
      scene.developer,
      manifestOf(scene.model, version, await upload(scene.developer, endlessFiles)),
    );
    const next = await scene.another('behind-the-endless');
    await runEvidence(scene.developer, { model: scene.model, version, kind: 'golden-set-parity' });
    await runEvidence(next.developer, { ...next.address, kind: 'golden-set-parity' });

    const scorer = createScorer({ children: 1, deadlineMs: 2_500 });
    try {
      await drainJobs({ ...scene.house, trialScorer: scorer });
    } finally {
      await scorer.close();
    }
    const { items, runs } = await listEvidence(scene.developer, { model: scene.model, version });
    expect(items).toMatchObject([{ result: 'fail', value: 'not run' }]);
    expect(runs).toMatchObject([{ state: 'done', error: null }]);
    const { cases } = await readEvidence(scene.developer, { evidenceId: items[0]!.id });
    expect(cases).toHaveLength(1);
    expect(cases[0]!.seen).toMatch(/^DEADLINE: /);
    expect((await listEvidence(next.developer, next.address)).items[0]).toMatchObject({
      result: 'pass',
      value: '100 of 100',
    });
  });
});
