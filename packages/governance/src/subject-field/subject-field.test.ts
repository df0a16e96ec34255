import type { InputRow } from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { lookAtErasure } from '../erasure/look-at-erasure.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { lookUpSubject } from '../prediction/look-up-subject.ts';
import { readPrediction } from '../prediction/read-prediction.ts';
import { replayPrediction } from '../prediction/replay-prediction.ts';
import { declareSubjectField } from './declare-subject-field.ts';
import { readSubjectFieldPage } from './read-subject-field.ts';

let scene: Scene;
let compliance: Context;
let caller: Context;
let row: InputRow;
let line: { inputs: InputRow };
const reason = 'Each answer is about one rider';
const place = { model: 'ridership-demand', environment: 'production' } as const;

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

const declare = (ctx: Context, said: object) =>
  declareSubjectField(ctx, { model: scene.model, source: 'input', reason, ...said });
const ask = (inputs: InputRow | InputRow[], more: object = {}) =>
  invokeModel(caller, { ...place, inputs, ...more });
async function* lines(...made: object[]) {
  for (const one of made) yield JSON.stringify({ ...line, ...one });
}
const found = async (subject: string) =>
  (await lookUpSubject(compliance, { subject, reason })).items.map(({ id }) => id);

describe('the subject field of a model', () => {
  it('is declared by owner or compliance and loosened by compliance alone, each time with an entry', async () => {
    for (const ctx of [scene.developer, caller])
      expect(await codeOf(declare(ctx, { field: 'rider' }))).toBe('FORBIDDEN');
    expect(await codeOf(declare(scene.owner, {}))).toBe('BAD_INPUT');
    expect(await codeOf(declare(scene.owner, { source: 'none', unnamed: 'refuse' }))).toBe('BAD_INPUT');
    expect(await codeOf(declare(compliance, { source: 'none' }))).toBe('CONFLICT');
    await declare(scene.owner, { field: 'rider', unnamed: 'accept' });
    await declare(scene.owner, { field: 'rider' });
    expect(await codeOf(declare(scene.owner, { field: 'rider' }))).toBe('CONFLICT');
    for (const looser of [{ source: 'none' }, { field: 'rider', unnamed: 'accept' }, { source: 'request' }])
      expect(await codeOf(declare(scene.owner, looser))).toBe('FORBIDDEN');
    const page = await readSubjectFieldPage(scene.owner, { model: scene.model });
    expect(page.current).toMatchObject({ source: 'input', field: 'rider', unnamed: 'refuse', reason });
    expect(page.earlier.map(({ source, unnamed }) => [source, unnamed])).toEqual([
      ['input', 'accept'],
      ['none', null],
    ]);
    expect([page.mayDeclare.length, page.mayLoosen.length, page.versions]).toEqual([0, 1, []]);
    expect(page.inputs).toContain('temp_f');
    const [entry] = (await listEntries(compliance, { event: 'model.subject-field-declared' })).items;
    expect(entry!.summary).toMatch(
      / declared that the input rider names whom a prediction of ridership-demand is about; rows that name nobody are refused\.$/,
    );
  });

  it('names the subject of each row asked about; a row without one is refused, and so is one that says two', async () => {
    const { predictions } = await ask([
      { ...row, rider: 'anna' },
      { ...row, rider: 4711 },
    ]);
    expect(await found('anna')).toEqual([predictions[0]!.id]);
    expect(await found('4711')).toEqual([predictions[1]!.id]);
    const runs = await scene.house.pool.query<{ rows: number; sealed: boolean; text: string }>(
      `SELECT r.rows, r.subject_key_id IS NOT NULL AS sealed, (to_jsonb(p) || to_jsonb(r))::text AS text
       FROM prediction p JOIN scoring_run r ON r.id = p.run_id`,
    );
    expect(runs.rows.map(({ rows, sealed }) => [rows, sealed])).toEqual([
      [1, true],
      [1, true],
    ]);
    for (const { text } of runs.rows) expect(text).not.toContain('anna');
    // The version does not read the field: it is fed without it, and a replay needs none.
    const page = await readPrediction(scene.developer, { id: predictions[0]!.id });
    expect(page.inputs.map(({ field }) => field.name)).not.toContain('rider');
    expect((await replayPrediction(scene.developer, { id: page.id })).verdict).toBe('identical');
    for (const wrong of [row, { ...row, rider: null }, { ...row, rider: '' }])
      expect(await codeOf(ask(wrong))).toBe('INPUT_REFUSED');
    for (const wrong of [1.5, true, ['anna'], 'a'.repeat(201)])
      expect(await codeOf(ask({ ...row, rider: wrong } as InputRow))).toBe('BAD_INPUT');
    expect(await codeOf(ask({ ...row, rider: 'anna' }, { subjects: ['ben'] }))).toBe('BAD_INPUT');
    await ask({ ...row, rider: 'anna' }, { subjects: ['anna'] });
    expect(await found('anna')).toHaveLength(2);
    const ahead = await lookAtErasure(compliance, { subject: 'anna', reason });
    expect(ahead).toMatchObject({ predictions: 2, withoutKey: 0 });
  });

  it('holds for recorded lines too, and may be an input that the version reads', async () => {
    const report = await ingestPredictions(
      scene.developer,
      lines({ id: 'l-1', inputs: { ...row, rider: 'carl' } }, { id: 'l-2' }, { id: 'l-3', subject: 'carl' }),
      { ids: true },
    );
    expect(report.refused.map(({ line, code }) => [line, code])).toEqual([
      [2, 'INPUT_REFUSED'],
      [3, 'BAD_INPUT'],
    ]);
    expect(await found('carl')).toEqual([report.ids![0]!.id]);
    await declare(compliance, { field: 'month' });
    const { predictions } = await ask(row);
    const about = String(row.month);
    expect(await found(about)).toEqual([predictions[0]!.id]);
    const page = await readPrediction(scene.developer, { id: predictions[0]!.id });
    expect(page.inputs.find(({ field }) => field.name === 'month')!.value).toBe(row.month);
  });

  it('may be asked for beside the inputs, and rows that name nobody may be accepted as such', async () => {
    await declare(compliance, { source: 'request' });
    expect(await codeOf(ask(row))).toBe('INPUT_REFUSED');
    expect(await codeOf(ask([row, row], { subjects: ['dora', null] }))).toBe('INPUT_REFUSED');
    await declare(compliance, { source: 'request', unnamed: 'accept' });
    const { predictions } = await ask([row, row], { subjects: ['dora', null] });
    expect(await found('dora')).toEqual([predictions[0]!.id]);
    // A reply that is kept for an Idempotency-Key is marked with whom it is about.
    const held = { actorId: caller.actor.id, key: 'k', holder: uuidv7(), effects: [] };
    await scene.house.pool.query(
      "INSERT INTO idempotency_key (actor_id, key, request, holder, created_at) VALUES ($1, 'k', 'r', $2, $3)",
      [held.actorId, held.holder, caller.clock()],
    );
    const kept = { ...caller, held };
    const [again] = (await invokeModel(kept, { ...place, inputs: row, subjects: ['dora'] })).predictions;
    const marks = await scene.house.pool.query(
      `SELECT FROM idempotency_subject s JOIN scoring_run r ON r.subject_key_id = s.subject_key_id
       JOIN prediction p ON p.run_id = r.id WHERE p.id = $1 AND s.key = 'k'`,
      [again!.id],
    );
    expect(marks.rowCount).toBe(1);
    const keys = await scene.house.pool.query<{ subject_key_id: string | null }>(
      'SELECT r.subject_key_id FROM prediction p JOIN scoring_run r ON r.id = p.run_id WHERE p.id = ANY($1) ORDER BY p.id',
      [predictions.map(({ id }) => id)],
    );
    expect(keys.rows.map(({ subject_key_id }) => subject_key_id !== null)).toEqual([true, false]);
    expect((await ingestPredictions(scene.developer, lines({ id: 'l-4' }))).accepted).toBe(1);
  });

  it('counts from the moment it is declared: nothing is recorded by a declaration that is over', async () => {
    const asked = Promise.allSettled(
      Array.from({ length: 12 }, (_, index) => ask(row, { callerIds: [`race-${index}`] })),
    );
    await declare(compliance, { field: 'rider' });
    const results = await asked;
    const answered = results.flatMap((result, index) =>
      result.status === 'fulfilled' ? [`race-${index}`] : [],
    );
    const recorded = await scene.house.pool.query<{ caller_id: string }>(
      "SELECT caller_id FROM prediction WHERE caller_id LIKE 'race-%'",
    );
    expect(new Set(recorded.rows.map(({ caller_id }) => caller_id))).toEqual(new Set(answered));
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toMatchObject({ code: 'INPUT_REFUSED' });
    expect(await codeOf(ask(row))).toBe('INPUT_REFUSED');
    await declare(compliance, { source: 'none' });
    expect((await ask(row)).predictions).toHaveLength(1);
  });
});
