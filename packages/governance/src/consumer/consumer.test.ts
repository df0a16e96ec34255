import type { DeclareUse } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { grantRole } from '../role/grant-role.ts';
import { sealAll } from '../sealing/seal-batch.ts';
import { changeConsumer, retireConsumer } from './change-consumer.ts';
import { countTraffic } from './count-traffic.ts';
import { declareUse, endUse } from './declare-use.ts';
import { findAffected } from './find-affected.ts';
import { registerConsumer } from './register-consumer.ts';

let scene: Scene;
/** Dispatch of trains, and somebody else, who both may ask the model. */
let dispatch: Context;
let stranger: Context;
let operator: Context;
let line: { inputs: InputRow };
const details = {
  name: 'Train dispatch',
  purpose: 'Decides how many trains run',
  contacts: ['dispatch@example.com'],
  volumePerDay: 24,
  serviceLevels: null,
  whenBlocked: 'Runs the timetable of the week before',
};
const place = { model: 'ridership-demand', environment: 'production' } as const;

beforeAll(async () => {
  scene = await openScene('low');
  const administrator = await scene.signer('Consumer administrator', 'administrator');
  dispatch = await scene.house.person('Dispatch');
  stranger = await scene.house.person('Stranger');
  for (const { actor } of [dispatch, stranger])
    await grantRole(administrator, { personId: actor.id, role: 'consumer', modelKey: scene.model });
  operator = await scene.signer('Consumer operator', 'operator');
  const claims = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8');
  line = JSON.parse(claims.split('\n')[0]!);
  await walkToGoLive(scene);
  await deployVersion(operator, { ...scene.address, environment: 'production', role: 'champion' });
});
afterAll(() => scene.house.close());

const ask = (by: Context, consumer: string) => invokeModel(by, { ...place, inputs: line.inputs, consumer });
const claim = (consumer: string, id: string, more: object = {}) =>
  ingestPredictions(
    scene.developer,
    (async function* () {
      yield JSON.stringify({ ...line, version: scene.version, mode: 'production', id, consumer, ...more });
    })(),
  ).then(({ refused }) => expect(refused).toEqual([]));
const use = (consumer: string, more: Partial<DeclareUse> = {}): DeclareUse => ({
  consumer,
  model: scene.model,
  kind: 'realtime',
  cadenceMinutes: 60,
  purpose: null,
  ...more,
});
const affected = (versionId = scene.versionId) => findAffected(scene.house.pool, [versionId]);
const affectedBy = async (key: string, versionId?: string) =>
  (await affected(versionId)).find((row) => row.key === key);

describe('who is affected by a version', () => {
  it('is whoever called it, a moment ago as well as counted, each call once whatever is counted when', async () => {
    await ask(dispatch, 'station-staffing');
    const unseen = await affectedBy('station-staffing');
    expect(unseen).toMatchObject({
      consumerId: null,
      name: 'station-staffing',
      contacts: [],
      cadenceMinutes: null,
      calls: 1,
      use: 'discovered',
    });
    expect(unseen!.lastAt).toBeInstanceOf(Date);
    await sealAll(scene.house);
    expect((await affectedBy('station-staffing'))?.calls).toBe(1);
    await Promise.all([countTraffic(scene.house), countTraffic(scene.house)]);
    expect(await affectedBy('station-staffing')).toEqual(unseen);
    await ask(dispatch, 'station-staffing');
    await claim('station-staffing', 'counted-1');
    expect((await affectedBy('station-staffing'))?.calls).toBe(3);
    await sealAll(scene.house);
    await countTraffic(scene.house);
    expect((await affectedBy('station-staffing'))?.calls).toBe(3);
    const { rows } = await scene.house.pool.query(
      `SELECT origin, sum(calls)::int AS calls, bool_and(timed > 0 AND latency_max_ms <= latency_ms) AS timed
       FROM consumer_traffic WHERE consumer = 'station-staffing' GROUP BY origin ORDER BY origin`,
    );
    expect(rows).toEqual([
      { origin: 'invocation', calls: 2, timed: true },
      { origin: 'recorded', calls: 1, timed: false },
    ]);
  });

  it('is nobody of whom a shadow predicted: its answers reach no one', async () => {
    await claim('shadow-watch', 'shadow-1', { mode: 'shadow' });
    expect(await affectedBy('shadow-watch')).toBeUndefined();
    await sealAll(scene.house);
    await countTraffic(scene.house);
    expect(await affectedBy('shadow-watch')).toBeUndefined();
  });

  it('is whoever declared a use that covers it: of the environment that it serves in, or of a range of versions', async () => {
    const next = await scene.another('2.1.0-rc.2');
    await registerConsumer(dispatch, { consumer: 'train-dispatch', ...details });
    const { useId } = await declareUse(dispatch, use('train-dispatch', { environment: 'production' }));
    expect(await affectedBy('train-dispatch')).toMatchObject({
      name: 'Train dispatch',
      contacts: ['dispatch@example.com'],
      cadenceMinutes: 60,
      calls: 0,
      lastAt: null,
      use: 'declared',
    });
    expect(await affectedBy('train-dispatch', next.versionId)).toBeUndefined();
    const range = use('train-dispatch', { from: next.version, kind: 'report', cadenceMinutes: 1_440 });
    const later = await declareUse(dispatch, range);
    expect((await affectedBy('train-dispatch', next.versionId))?.cadenceMinutes).toBe(1_440);
    expect((await findAffected(scene.house.pool, [scene.versionId, next.versionId])).length).toBe(2);
    await declareUse(dispatch, use('train-dispatch', { to: next.version, cadenceMinutes: null }));
    // One of its uses does not say how often: what it does not do proves nothing.
    expect((await affectedBy('train-dispatch', next.versionId))?.cadenceMinutes).toBeNull();
    await endUse(dispatch, { useId });
    await endUse(dispatch, { useId: later.useId });
    expect(await codeOf(endUse(dispatch, { useId }))).toBe('CONFLICT');
    await retireConsumer(dispatch, { consumer: 'train-dispatch', comment: 'Replaced' });
    expect(await affectedBy('train-dispatch')).toBeUndefined();
  });
});

describe('who speaks for a consumer', () => {
  it('is the account that answers for it, and developers, operators and owners of what it uses', async () => {
    await registerConsumer(dispatch, { consumer: 'timetable', ...details });
    const { useId } = await declareUse(dispatch, use('timetable'));
    expect(await codeOf(declareUse(dispatch, use('timetable')))).toBe('CONFLICT');
    expect(await codeOf(changeConsumer(stranger, { consumer: 'timetable', ...details }))).toBe('FORBIDDEN');
    expect(await codeOf(declareUse(stranger, use('timetable', { kind: 'batch' })))).toBe('FORBIDDEN');
    expect(await codeOf(endUse(stranger, { useId }))).toBe('FORBIDDEN');
    const contacts = ['timetable@example.com'];
    await changeConsumer(operator, {
      consumer: 'timetable',
      ...details,
      contacts,
      answererId: stranger.actor.id,
    });
    expect((await affectedBy('timetable'))?.contacts).toEqual(contacts);
    expect(await codeOf(changeConsumer(dispatch, { consumer: 'timetable', ...details }))).toBe('FORBIDDEN');
    expect(await codeOf(endUse(stranger, { useId }))).toBe('allowed');
    await scene.house.model('not-of-theirs');
    expect(await codeOf(declareUse(stranger, use('timetable', { model: 'not-of-theirs' })))).toBe(
      'FORBIDDEN',
    );
  });

  it('is nobody who takes the name of other people’s predictions', async () => {
    await ask(dispatch, 'claimed-name');
    const register = (by: Context) => registerConsumer(by, { consumer: 'claimed-name', ...details });
    expect(await codeOf(register(stranger))).toBe('FORBIDDEN');
    expect(await codeOf(register(dispatch))).toBe('allowed');
    expect(await codeOf(register(operator))).toBe('CONFLICT');
    expect(
      await codeOf(
        registerConsumer(dispatch, { consumer: 'other', ...details, answererId: stranger.actor.id }),
      ),
    ).toBe('FORBIDDEN');
  });

  it('says what it uses by labels and environments that exist, from an earlier version to a later one', async () => {
    await registerConsumer(dispatch, { consumer: 'range', ...details });
    const declared = (more: Partial<DeclareUse>) => codeOf(declareUse(dispatch, use('range', more)));
    expect(await declared({ from: '9.9.9' })).toBe('BAD_INPUT');
    expect(await declared({ environment: 'nowhere' })).toBe('ENVIRONMENT_UNKNOWN');
    expect(await declared({ from: '2.1.0-rc.2', to: scene.version })).toBe('BAD_INPUT');
    expect(await declared({ model: 'no-such-model' })).toBe('NOT_FOUND');
    expect(await codeOf(declareUse(dispatch, use('nobody')))).toBe('NOT_FOUND');
  });
});
