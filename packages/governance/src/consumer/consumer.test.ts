import { Consumer, ConsumerPageOf, type DeclareUse } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { readCompatibility } from '../comparison/read-compatibility.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { readBlastRadius } from '../recall/read-blast-radius.ts';
import { grantRole } from '../role/grant-role.ts';
import { sealAll } from '../sealing/seal-batch.ts';
import { applyDeclaration } from './apply-declaration.ts';
import { changeConsumer, retireConsumer } from './change-consumer.ts';
import { countTraffic } from './count-traffic.ts';
import { declareUse, endUse } from './declare-use.ts';
import { findAffected } from './find-affected.ts';
import { handOverConsumer } from './hand-over-consumer.ts';
import { listConsumers } from './list-consumers.ts';
import { readConsumer } from './read-consumer.ts';
import { recordHeartbeats } from './record-heartbeats.ts';
import { registerConsumer } from './register-consumer.ts';

let scene: Scene;
/** Dispatch of trains, and somebody else, who both may ask the model. */
let dispatch: Context;
let stranger: Context;
let operator: Context;
let administrator: Context;
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
  administrator = await scene.signer('Consumer administrator', 'administrator');
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
    // Whoever is about to stop the version reads of the same consumers as are told then.
    const { callers } = await readBlastRadius(scene.developer, scene.address);
    expect(callers.map(({ consumer }) => consumer).sort()).toEqual(
      (await affected()).map(({ key }) => key).sort(),
    );
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

  it('is another account once an administrator hands it over', async () => {
    await registerConsumer(dispatch, { consumer: 'handed-on', ...details });
    const answerer = await scene.house.person('New answerer', 'consumer');
    const given = {
      consumer: 'handed-on',
      answererId: answerer.actor.id,
      comment: 'The first one left.',
    };
    expect(await codeOf(handOverConsumer(dispatch, given))).toBe('FORBIDDEN');
    const nobody = { ...given, answererId: '01900000-0000-7000-8000-000000000000' };
    expect(await codeOf(handOverConsumer(administrator, nobody))).toBe('NOT_FOUND');
    await handOverConsumer(administrator, given);
    expect(await codeOf(handOverConsumer(administrator, given))).toBe('CONFLICT');
    expect((await readConsumer(answerer, { consumer: 'handed-on' })).answerer?.name).toBe('New answerer');
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

describe('a declaration in a repository', () => {
  const file = { consumer: 'pipeline', ...details };
  const realtime = { model: 'ridership-demand', environment: 'production', kind: 'realtime' } as const;
  const report = { model: 'ridership-demand', kind: 'report' } as const;
  const more = { cadenceMinutes: null, purpose: null };

  it('is brought about once, and taken back where the file no longer says it; the portal’s own uses stay', async () => {
    const first = await applyDeclaration(dispatch, { ...file, uses: [{ ...realtime, ...more }] });
    expect(first).toMatchObject({ registered: true, changed: false, declared: 1, ended: 0 });
    const again = await applyDeclaration(dispatch, { ...file, uses: [{ ...realtime, ...more }] });
    expect(again).toEqual({
      registered: false,
      changed: false,
      declared: 0,
      ended: 0,
      kept: 1,
      receipt: null,
    });
    await declareUse(dispatch, use('pipeline', { kind: 'batch' }));
    const next = await applyDeclaration(dispatch, {
      ...file,
      name: 'Pipeline',
      uses: [{ ...report, ...more }],
    });
    expect(next).toMatchObject({ registered: false, changed: true, declared: 1, ended: 1, kept: 0 });
    const { uses } = await readConsumer(dispatch, { consumer: 'pipeline' });
    expect(uses.map(({ kind, source, endedAt }) => [kind, source, endedAt === null])).toEqual([
      ['batch', 'portal', true],
      ['report', 'file', true],
      ['realtime', 'file', false],
    ]);
    const twice = {
      ...file,
      uses: [
        { ...report, ...more },
        { ...report, ...more },
      ],
    };
    expect(await codeOf(applyDeclaration(dispatch, twice))).toBe('BAD_INPUT');
    expect(await codeOf(applyDeclaration(stranger, { ...file, uses: [] }))).toBe('FORBIDDEN');
  });
});

describe('what is seen of consumers', () => {
  it('is everything by name for insiders, discovered names among it; for a consumer those they answer for', async () => {
    const all = await listConsumers(operator, {});
    expect(ConsumerPageOf.parse(all)).toEqual(all);
    const found = (key: string) => all.items.find((row) => row.key === key);
    expect(found('station-staffing')).toMatchObject({ answerer: null, undeclared: true, calls: 3, uses: 0 });
    expect(found('pipeline')).toMatchObject({ name: 'Pipeline', undeclared: false, uses: 2, calls: 0 });
    expect(found('train-dispatch')).toBeUndefined();
    const pages: string[] = [];
    for (let after: string | null = null; pages.length < 20; ) {
      const page: Awaited<ReturnType<typeof listConsumers>> = await listConsumers(operator, {
        limit: 1,
        ...(after !== null && { after }),
      });
      pages.push(...page.items.map(({ key }) => key));
      after = page.next;
      if (after === null) break;
    }
    expect(pages).toEqual(all.items.map(({ key }) => key));
    const keys = async (by: Context, filter: object) =>
      (await listConsumers(by, filter)).items.map(({ key }) => key);
    expect(await keys(operator, { show: 'discovered' })).toEqual(['station-staffing']);
    expect(await keys(operator, { search: 'PIPE' })).toEqual(['pipeline']);
    expect(await keys(operator, { model: 'not-of-theirs' })).toEqual([]);
    expect(await keys(stranger, {})).toEqual(['timetable']);
    expect(await codeOf(readConsumer(stranger, { consumer: 'pipeline' }))).toBe('FORBIDDEN');
    expect(await codeOf(readConsumer(operator, { consumer: 'nobody-at-all' }))).toBe('NOT_FOUND');
    const discovered = await readConsumer(operator, { consumer: 'station-staffing' });
    expect(Consumer.parse(discovered)).toEqual(discovered);
    expect(discovered).toMatchObject({ registered: false, mayChange: true, uses: [] });
    expect(discovered.traffic.map(({ origin, calls, use }) => [origin, calls, use])).toEqual(
      expect.arrayContaining([
        ['invocation', 2, 'not-declared'],
        ['recorded', 1, 'not-declared'],
      ]),
    );
  });
});

describe('a heartbeat of a consumer that serves elsewhere', () => {
  const beat = (more: object = {}) => ({
    model: scene.model,
    version: scene.version,
    environment: 'production',
    from: new Date(Date.now() - 60_000).toISOString(),
    to: new Date().toISOString(),
    calls: 10,
    errors: 2,
    latency: { meanMs: 4, maxMs: 9 },
    ...more,
  });
  const send = (by: Context, more?: object) =>
    recordHeartbeats(by, { consumer: 'pipeline', heartbeats: [beat(more)] });

  it('adds to its traffic, by who speaks for it alone, of a time that is over', async () => {
    expect(await codeOf(send(stranger))).toBe('FORBIDDEN');
    expect(await codeOf(send(dispatch, { to: '2999-01-01T00:00:00Z' }))).toBe('BAD_INPUT');
    expect(await codeOf(send(dispatch, { from: '2001-01-01T00:00:00Z' }))).toBe('BAD_INPUT');
    expect(await codeOf(send(dispatch, { version: 'none' }))).toBe('NOT_FOUND');
    await send(dispatch);
    await send(operator, { calls: 30, errors: 0, latency: { meanMs: 8, maxMs: 20 } });
    await send(dispatch, { calls: 0, errors: 0, latency: null });
    const { traffic } = await readConsumer(dispatch, { consumer: 'pipeline' });
    expect(traffic).toMatchObject([
      {
        origin: 'heartbeat',
        calls: 40,
        errors: 2,
        meanMs: 7,
        maxMs: 20,
        environment: 'production',
        use: 'declared',
      },
    ]);
    expect((await affectedBy('pipeline'))?.calls).toBe(40);
  });
});

describe('what going to another version would break', () => {
  it('is told for each consumer from the version that it uses now', async () => {
    const schema = JSON.parse(
      (await readFixture('ridership-demand-2.1.0-rc.1', 'schema.json.txt')).toString('utf8'),
    );
    const inputs = schema.inputs.map((input: { name: string }) =>
      input.name === 'humidity' ? { ...input, maximum: 50 } : input,
    );
    const narrower = Buffer.from(JSON.stringify({ ...schema, inputs }));
    const next = await scene.another('3.0.0', { 'schema.json': narrower });
    const { items } = await readCompatibility(operator, next.address);
    const row = items.find(({ key }) => key === 'station-staffing');
    expect(row).toMatchObject({ from: scene.version, verdict: 'breaking', registered: false });
    expect(row?.breaks.map(({ code, field, breaks }) => [code, field, breaks])).toEqual([
      ['INPUT_RANGE_NARROWED', 'humidity', 'senders'],
    ]);
    const same = await readCompatibility(operator, scene.address);
    expect(same.items.map(({ key }) => key)).not.toContain('station-staffing');
    expect(await codeOf(readCompatibility(stranger, next.address))).toBe('FORBIDDEN');
  });
});
