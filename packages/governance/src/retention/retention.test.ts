import { createHash } from 'node:crypto';
import type { DefineRetention } from '@countersign/contracts';
import { faultOfBatchProof } from '@countersign/ledger';
import type { InputRow } from '@countersign/scoring';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, openSession, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context, House } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { liftLegalHold, placeLegalHold } from '../erasure/legal-hold.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { listPredictions } from '../prediction/list-predictions.ts';
import { readPrediction } from '../prediction/read-prediction.ts';
import { replayPrediction } from '../prediction/replay-prediction.ts';
import { listRescored } from '../rescoring/list-rescored.ts';
import { requestRescoring } from '../rescoring/request-rescoring.ts';
import { runRescoringJob } from '../rescoring/run-rescoring-job.ts';
import { predictionProof, replayProof } from '../sealing/read-proof.ts';
import { sealAll } from '../sealing/seal-batch.ts';
import { mintGrant } from '../signature/sign-grant.ts';
import { defineRetention } from './define-retention.ts';
import { endRetention } from './end-retention.ts';
import { listRetention } from './list-retention.ts';
import { readRetentionDue } from './read-retention-due.ts';
import { sweepRetention } from './sweep-retention.ts';
import { turnOnRetention } from './turn-on-retention.ts';

let scene: Scene;
let compliance: Context;
let administrator: Context;
let caller: Context;
let row: InputRow;
let line: object;
let replayId: string;
let rescoringId: string;
let decidedVersion: string;
const made: Record<string, string> = {};
const reason = 'Records schedule 2026, line 12';
const place = { model: 'ridership-demand', environment: 'production' } as const;
const days = (count: number) => new Date(Date.now() + count * 86_400_000);
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

beforeAll(async () => {
  scene = await openScene('low');
  compliance = await scene.signer('Cora', 'compliance');
  administrator = await openSession(await scene.house.person('Ada', 'administrator'));
  caller = await scene.house.person('Dispatch', 'consumer');
  line = JSON.parse(
    (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8').split('\n')[0]!,
  );
  row = (line as { inputs: InputRow }).inputs;
  await walkToGoLive(scene);
  const operator = await scene.signer('Operator', 'operator');
  await deployVersion(operator, { ...scene.address, environment: 'production', role: 'champion' });
  const [one] = (await invokeModel(caller, { ...place, inputs: row })).predictions;
  made.plain = one!.id;
  const batch = await invokeModel(caller, { ...place, inputs: [row, row, row] });
  for (const [index, { id }] of batch.predictions.entries()) made[`batch${index}`] = id;
  const about = await invokeModel(caller, { ...place, inputs: [row, row], subjects: ['anna', 'ben'] });
  [made.anna, made.ben] = about.predictions.map(({ id }) => id) as [string, string];
  const { ids } = await ingestPredictions(scene.developer, lines('claim-1'), { ids: true });
  made.claimed = ids![0]!.id;
  const deciding = await scene.another(
    '2.2.0',
    {},
    { decision: { output: 'ridership', op: '>=', value: 1, then: 'many', else: 'few' } },
  );
  decidedVersion = deciding.versionId;
  const decided = await ingestPredictions(scene.developer, lines('claim-2', '2.2.0'), { ids: true });
  made.decided = decided.ids![0]!.id;
  replayId = (await replayPrediction(scene.developer, { id: made.plain })).id;
  const asked = { versions: [scene.version], fixed: '2.2.0', tolerance: 0 };
  rescoringId = (await requestRescoring(scene.developer, { ...asked, model: scene.model })).id;
  await runRescoringJob(scene.house, { rescoringId });
  await sealAll(scene.house);
});
afterAll(() => scene.house.close());

async function* lines(id: string, version = '2.1.0-rc.1') {
  yield JSON.stringify({ ...line, id, version });
}
const at = (ctx: Context, when: Date): Context => ({ ...ctx, clock: () => when });
const sweepAt = (when: Date) => sweepRetention({ ...(scene.house as House), clock: () => when });
const define = (ctx: Context, said: Partial<DefineRetention>) =>
  defineRetention(ctx, {
    name: 'Answers, 30 days',
    what: 'answered-predictions',
    clock: 'recorded',
    days: 30,
    reason,
    ...said,
  });
async function turnOn(ctx: Context, classId: string) {
  const { digest } = (await listRetention(ctx, {})).items.find(({ id }) => id === classId)!;
  if (ctx.actor.kind !== 'person') throw new Error('only people sign');
  const { grant } = await mintGrant(ctx, {
    personId: ctx.actor.id,
    sessionId: ctx.actor.sessionId ?? 'none',
    requestId: classId,
    decision: 'endorse',
    substance: digest,
    presentation: digest,
    assurance: 'server-key/password',
  });
  return turnOnRetention(ctx, { classId, digest, reason, grant });
}
const contents = async () =>
  (
    await scene.house.pool.query<{ id: string }>(
      'SELECT p.id FROM prediction p JOIN scoring_run r ON r.id = p.run_id WHERE r.inputs IS NOT NULL ORDER BY p.id',
    )
  ).rows.map(({ id }) => id);
const valid = async (id: string) => {
  const { state, record, seal } = await predictionProof(scene.developer, { id });
  return (
    state === 'sealed' && faultOfBatchProof({ ...seal!, record, entry: seal!.entry.body }, sha256) === null
  );
};

describe('a retention class', () => {
  it('is defined by compliance or an administrator, and removes nothing until one of them signs for it', async () => {
    expect(await codeOf(define(scene.owner, {}))).toBe('FORBIDDEN');
    expect(await codeOf(define(compliance, { models: ['nowhere'] }))).toBe('NOT_FOUND');
    const { classId } = await define(compliance, {});
    expect(await codeOf(define(administrator, {}))).toBe('CONFLICT');
    expect(await sweepAt(days(4000))).toBe(0);
    expect(
      await codeOf(turnOnRetention(compliance, { classId, digest: 'a'.repeat(64), reason, grant: 'x' })),
    ).toBe('STALE');
    expect(await codeOf(listRetention(scene.owner, {}))).toBe('FORBIDDEN');
    const [listed] = (await listRetention(compliance, {})).items;
    expect(listed).toMatchObject({
      state: 'off',
      models: null,
      turnedOn: null,
      removed: { predictions: 0, last: null },
    });
    const { digest } = listed!;
    expect(await codeOf(turnOnRetention(compliance, { classId, digest, reason, grant: 'made up' }))).toBe(
      'GRANT_INVALID',
    );
    await turnOn(administrator, classId);
    const other = await define(compliance, { name: 'The same again' });
    expect(await codeOf(turnOn(compliance, other.classId))).toBe('CONFLICT');
    const [entry] = (await listEntries(compliance, { event: 'retention.class-turned-on' })).items;
    expect(entry!.summary).toBe('Ada turned the retention class Answers, 30 days on, by signature.');
  });

  it('tells what falls due when, by model, and what a hold covers with its reason', async () => {
    const { items } = await listRetention(compliance, {});
    const { id: classId } = items.find(({ state }) => state === 'on')!;
    const [soon] = (await readRetentionDue(compliance, { classId })).items;
    expect(soon).toMatchObject({
      model: { key: scene.model },
      now: 0,
      in30: 0,
      in90: 6,
      held: 0,
      more: false,
    });
    const { holdId } = await placeLegalHold(compliance, {
      kind: 'subject',
      subject: 'anna',
      reason: 'Lawsuit 12/26',
    });
    const [later] = (await readRetentionDue(at(compliance, days(40)), { classId })).items;
    expect(later).toMatchObject({
      now: 5,
      in30: 0,
      in90: 0,
      held: 1,
      holds: [{ id: holdId, reason: 'Lawsuit 12/26' }],
    });
    expect(await codeOf(readRetentionDue(scene.owner, { classId }))).toBe('FORBIDDEN');
  });

  it('removes contents on the day after the last one, whole days in UTC; proofs hold, and a replay says why not', async () => {
    const midnight = new Date();
    midnight.setUTCHours(0, 0, 0, 0);
    const last = new Date(midnight.getTime() + 31 * 86_400_000 - 1);
    expect(await sweepAt(last)).toBe(0);
    const all = await contents();
    // Two processes sweep at once: each content leaves once.
    const swept = await Promise.all([
      sweepAt(new Date(last.getTime() + 1)),
      sweepAt(new Date(last.getTime() + 1)),
    ]);
    expect(swept.reduce((sum, count) => sum + count, 0)).toBe(5);
    expect(await contents()).toEqual(
      all.filter((id) => id === made.anna || id === made.claimed || id === made.decided),
    );
    for (const id of Object.values(made)) expect(await valid(id)).toBe(true);
    const today = new Date(last.getTime() + 1).toISOString().slice(0, 10);
    for (const name of ['plain', 'batch2', 'ben']) {
      const page = await readPrediction(scene.developer, { id: made[name]! });
      expect(page).toMatchObject({
        removed: { class: 'Answers, 30 days', at: expect.stringContaining(today) },
        erasedAt: null,
        inputs: [],
        outputs: [],
        decision: null,
      });
    }
    expect(await replayPrediction(scene.developer, { id: made.plain! })).toMatchObject({
      verdict: 'not-replayable',
      code: 'CONTENT_REMOVED',
      because: `its inputs were removed by the retention class Answers, 30 days on ${today}`,
    });
    const before = await replayProof(scene.developer, { id: replayId });
    expect(before.state).toBe('sealed');
    const stored = await scene.house.pool.query<{ detail: object }>(
      'SELECT detail FROM replay WHERE id = $1',
      [replayId],
    );
    expect(Object.keys(stored.rows[0]!.detail).toSorted()).toEqual(['digest', 'removed', 'salted']);
    const rescored = (await listRescored(scene.developer, { id: rescoringId })).items;
    const kept = rescored.filter(({ gone }) => !gone).map(({ predictionId }) => predictionId);
    expect(kept.sort()).toEqual([made.anna, made.claimed].sort());
    expect(rescored.filter(({ old }) => old === null)).toHaveLength(5);
    const listed = (await listPredictions(scene.developer, { model: scene.model })).items;
    expect(listed.filter(({ removed }) => removed).map(({ result }) => result)).toEqual(Array(5).fill(''));
  });

  it('certifies every step by an entry with counts and a digest over what left', async () => {
    const { items } = await listEntries(compliance, { event: 'retention.swept' });
    expect(items.map(({ summary }) => summary)).toEqual([
      'Contents of 5 predictions of ridership-demand were removed by the retention class Answers, 30 days.',
    ]);
    const { rows } = await scene.house.pool.query<{ body: string; digest: string }>(
      "SELECT l.body, b.digest FROM ledger_entry l JOIN retention_batch b ON b.id::text = l.body::jsonb -> 'data' ->> 'batch' WHERE l.event = 'retention.swept'",
    );
    const runs = await scene.house.pool.query<{ line: string }>(
      `SELECT r.id || ' ' || r.rows || ' ' || r.inputs_digest || ' ' || r.outputs_digest || E'\\n' AS line
       FROM scoring_run r JOIN prediction p ON p.run_id = r.id AND p.row = 0 WHERE r.retention_batch_id IS NOT NULL ORDER BY p.id`,
    );
    const digest = createHash('sha256')
      .update(runs.rows.map(({ line: text }) => text).join(''))
      .digest('hex');
    expect(rows[0]!.digest).toBe(digest);
    expect(JSON.parse(rows[0]!.body).data).toMatchObject({
      runs: 3,
      predictions: 5,
      replays: 1,
      rescored: 5,
      digest,
    });
    const [on] = (await listRetention(compliance, {})).items.filter(({ state }) => state === 'on');
    expect(on!.removed).toMatchObject({ predictions: 5, last: expect.stringMatching(/Z$/) });
  });

  it('comes back to what was held once the hold is lifted, counts from other clocks, and stops where it is ended', async () => {
    const [hold] = (await scene.house.pool.query<{ id: string }>('SELECT id FROM legal_hold')).rows;
    await liftLegalHold(compliance, { holdId: hold!.id, reason: 'Settled' });
    expect(await sweepAt(days(40))).toBe(1);
    const { classId } = await define(administrator, {
      name: 'Claims',
      what: 'claimed-predictions',
      clock: 'deprecated',
      models: [scene.model],
    });
    await turnOn(compliance, classId);
    expect(await sweepAt(days(4000))).toBe(0);
    expect((await readPrediction(scene.developer, { id: made.decided! })).decision).toMatchObject({
      result: 'many',
    });
    await scene.house.pool.query('UPDATE version SET deprecated_at = $2 WHERE id = $1', [
      decidedVersion,
      new Date(),
    ]);
    expect((await readRetentionDue(at(compliance, days(40)), { classId })).items).toMatchObject([{ now: 1 }]);
    expect(await sweepAt(days(40))).toBe(1);
    expect(await readPrediction(scene.developer, { id: made.decided! })).toMatchObject({
      decision: null,
      removed: { class: 'Claims' },
    });
    expect(await valid(made.decided!)).toBe(true);
    await scene.house.pool.query('UPDATE version SET deprecated_at = $2 WHERE id = $1', [
      scene.versionId,
      new Date(),
    ]);
    await endRetention(compliance, { classId, reason: 'A claim was announced' });
    expect(await codeOf(endRetention(compliance, { classId, reason: 'again' }))).toBe('CONFLICT');
    expect(await sweepAt(days(40))).toBe(0);
    expect(await contents()).toEqual([made.claimed]);
  });

  it('is the only way out: nothing is removed, replaced or put back by hand', async () => {
    const { rows } = await scene.house.pool.query<{ id: string }>('SELECT id FROM retention_batch LIMIT 1');
    const batch = rows[0]!.id;
    const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
    await owner.connect();
    for (const sql of [
      'UPDATE scoring_run SET inputs = NULL, outputs = NULL',
      `UPDATE scoring_run SET inputs = 'x', outputs = 'x', retention_batch_id = '${batch}' WHERE inputs IS NOT NULL`,
      "UPDATE scoring_run SET inputs = 'x', outputs = 'x' WHERE inputs IS NULL",
      'UPDATE scoring_run SET inputs = NULL, outputs = NULL, retention_batch_id = gen_random_uuid() WHERE inputs IS NOT NULL',
      `UPDATE scoring_run SET inputs_digest = 'x', inputs = NULL, outputs = NULL, retention_batch_id = '${batch}' WHERE inputs IS NOT NULL`,
      'UPDATE prediction SET decision = NULL',
      `UPDATE prediction SET decision = '{"removed": "${batch}", "digest": "${'a'.repeat(64)}", "salted": false}' WHERE id = '${made.claimed}'`,
      `UPDATE replay SET detail = '{}'`,
      'DELETE FROM scoring_run',
      'DELETE FROM retention_class',
      'UPDATE retention_class SET days = 31',
      "UPDATE retention_class SET state = 'on' WHERE state = 'ended'",
    ])
      await expect(owner.query(sql), sql).rejects.toThrow(/refused/);
    await owner.end();
  });
});
