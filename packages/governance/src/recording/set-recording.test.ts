import type { InputRow } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { listPredictions } from '../prediction/list-predictions.ts';
import { lookUpSubject } from '../prediction/look-up-subject.ts';
import { readPrediction } from '../prediction/read-prediction.ts';
import { replayMany } from '../prediction/replay-many.ts';
import { replayPrediction } from '../prediction/replay-prediction.ts';
import { readBlastRadius } from '../recall/read-blast-radius.ts';
import { raiseToFull } from './raise-to-full.ts';
import { readRecording } from './read-recording.ts';
import { isKeptInFull } from './recording-in-force.ts';
import { setRecording } from './set-recording.ts';

let scene: Scene;
let compliance: Context;
let caller: Context;
let row: InputRow;
let line: { inputs: InputRow };
const place = { model: 'ridership-demand', environment: 'production' } as const;
const reason = 'Data protection: inputs are personal data';

beforeAll(async () => {
  scene = await openScene('low');
  compliance = await scene.signer('Cora', 'compliance');
  caller = await scene.house.person('Dispatch', 'consumer');
  const claims = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8');
  line = JSON.parse(claims.split('\n')[0]!);
  row = line.inputs;
  await walkToGoLive(scene);
  const operator = await scene.signer('Operator', 'operator');
  await deployVersion(operator, { ...scene.address, environment: 'production', role: 'champion' });
});
afterAll(() => scene.house.close());

const set = (ctx: Context, recording: 'full' | 'sampled' | 'reference', share?: number) =>
  setRecording(ctx, { model: scene.model, recording, reason, ...(share && { share }) });
const ask = async (more: object = {}) =>
  (await invokeModel(caller, { ...place, inputs: row, ...more })).predictions[0]!;
async function* claim(...ids: string[]) {
  for (const id of ids) yield JSON.stringify({ ...line, id });
}

describe('what is kept of predictions', () => {
  it('is lessened by compliance alone, with a reason in its entry, and never at the high tier', async () => {
    for (const ctx of [scene.owner, scene.developer, caller])
      expect(await codeOf(set(ctx, 'reference'))).toBe('FORBIDDEN');
    expect(await codeOf(set(compliance, 'sampled'))).toBe('BAD_INPUT');
    expect(await codeOf(set(compliance, 'full'))).toBe('CONFLICT');
    await scene.house.pool.query("UPDATE model SET tier = 'high'");
    expect(await codeOf(set(compliance, 'reference'))).toBe('CONFLICT');
    await scene.house.pool.query("UPDATE model SET tier = 'low'");
    expect(await readRecording(scene.owner, { model: scene.model })).toMatchObject({
      current: { recording: 'full', since: null },
      earlier: [],
    });
    await set(compliance, 'reference');
    const page = await readRecording(scene.owner, { model: scene.model });
    expect(page.current).toMatchObject({ recording: 'reference', reason, by: { name: 'Cora' } });
    const mayOf = ({ recording, whyNot }: (typeof page.choices)[number]) => [recording, whyNot.length === 0];
    expect(page.choices.map(mayOf)).toEqual([
      ['full', true],
      ['sampled', true],
      ['reference', false],
    ]);
    const [entry] = (await listEntries(compliance, { event: 'model.recording-set' })).items;
    expect(entry!.summary).toBe(
      'Cora set what is kept of predictions of ridership-demand: a reference only.',
    );
  });

  it('of a reference neither inputs nor outputs nor the decision, but digests and where the data came from', async () => {
    const dataReference = {
      source: 'warehouse.rides',
      query: 'SELECT 1',
      featuresAt: '2026-01-01T00:00:00+01:00',
    };
    const answer = await ask({ dataReference, businessReferences: ['day-1'], subjects: ['rider-9'] });
    expect(Object.keys(answer.outputs)).not.toEqual([]);
    await ingestPredictions(scene.developer, claim('claimed-1'));
    const stored = await scene.house.pool.query(
      'SELECT inputs, outputs, decision, kept FROM prediction p JOIN scoring_run r ON r.id = p.run_id',
    );
    expect(stored.rows).toEqual([
      { inputs: null, outputs: null, decision: null, kept: 'reference' },
      { inputs: null, outputs: null, decision: null, kept: 'reference' },
    ]);
    const page = await readPrediction(scene.developer, { id: answer.id });
    expect(page).toMatchObject({
      recorded: { kept: 'reference', recording: 'reference', since: expect.stringMatching(/Z$/) },
      inputs: [],
      outputs: [],
      guarantee: 'unverifiable',
      hasSubject: true,
      parameters: { dataReference: { ...dataReference, featuresAt: '2025-12-31T23:00:00.000Z' } },
    });
    expect(page.run.inputsDigest).toMatch(/^[0-9a-f]{64}$/);
    const listed = (await listPredictions(scene.developer, { businessReference: 'day-1' })).items;
    expect(listed).toMatchObject([{ id: answer.id, kept: 'reference', result: '' }]);
    expect((await lookUpSubject(compliance, { subject: 'rider-9', reason })).items).toHaveLength(1);
  });

  it('is not replayable without inputs: a verdict with its reason, counted in bulk and before a recall', async () => {
    const { id } = await ask();
    const replay = await replayPrediction(scene.developer, { id });
    expect(replay).toMatchObject({
      verdict: 'not-replayable',
      code: 'INPUTS_NOT_RECORDED',
      because: expect.stringMatching(
        /^its inputs were not recorded \(the model recorded a reference only since \d{4}-\d\d-\d\d\)$/,
      ),
      number: expect.any(Number),
    });
    expect((await readPrediction(scene.developer, { id })).replays).toMatchObject([
      { because: replay.because },
    ]);
    const { replayed, verdicts, notIdentical } = await replayMany(scene.developer, {
      versionId: scene.versionId,
    });
    expect(verdicts).toMatchObject({ 'not-replayable': replayed, identical: 0 });
    expect(new Set(notIdentical.map(({ code }) => code))).toEqual(new Set(['INPUTS_NOT_RECORDED']));
    expect((await readBlastRadius(scene.owner, scene.address)).references.count).toBe(replayed);
  });

  it('gives no answer a second time where it kept none, and says so', async () => {
    const again = { callerIds: ['once'] };
    await ask(again);
    expect(await codeOf(ask(again))).toBe('CONFLICT');
  });

  it('of a sample a share by a hash that no caller can choose; batches whole', async () => {
    await set(scene.owner, 'sampled', 0.5);
    expect(await codeOf(set(scene.owner, 'sampled', 0.4))).toBe('FORBIDDEN');
    const ids = Array.from({ length: 60 }, (_, index) => `sample-${index}`);
    await ingestPredictions(scene.developer, claim(...ids));
    await invokeModel(caller, {
      ...place,
      inputs: [row, row, row],
      callerIds: ['batch-0', 'batch-1', 'batch-2'],
    });
    const runs = await scene.house.pool.query<{ run_id: string; kept: string; kinds: number }>(
      `SELECT run_id, min(kept) AS kept, count(DISTINCT kept)::int AS kinds FROM prediction
       WHERE caller_id LIKE 'sample-%' OR caller_id LIKE 'batch-%' GROUP BY run_id`,
    );
    expect(runs.rows).toHaveLength(61);
    const inForce = { id: 'x', mode: 'sampled', share: 0.5 } as const;
    for (const { run_id, kept, kinds } of runs.rows) {
      expect(kinds).toBe(1);
      expect(kept === 'full').toBe(isKeptInFull(scene.house.keyring, inForce, run_id));
    }
    expect(new Set(runs.rows.map(({ kept }) => kept))).toEqual(new Set(['full', 'reference']));
    const full = runs.rows.find(({ kept }) => kept === 'full')!;
    const one = await scene.house.pool.query('SELECT id FROM prediction WHERE run_id = $1', [full.run_id]);
    expect((await replayPrediction(scene.developer, { id: one.rows[0].id })).verdict).toBe('identical');
  });

  it('is everything again once the tier is high, and what was recorded before stays as it was', async () => {
    const { rows } = await scene.house.pool.query('SELECT id FROM model');
    await change(compliance, async (tx) => {
      const events = await raiseToFull(tx, rows[0].id);
      return { result: undefined, events: events as [(typeof events)[number]] };
    });
    const page = await readRecording(compliance, { model: scene.model });
    expect(page.current).toMatchObject({ recording: 'full', by: null });
    expect(page.earlier.map(({ recording }) => recording)).toEqual(['sampled', 'reference', 'full']);
    const { id } = await ask();
    expect((await replayPrediction(scene.developer, { id })).verdict).toBe('identical');
    expect((await replayPrediction(scene.developer, { id: 'claimed-1' })).verdict).toBe('not-replayable');
  });
});
