import { buffer } from 'node:stream/consumers';
import { BlastRadius, type InputCondition, RecallBoard, ReportDocument } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, signLift, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { findMadeReport } from '../report/made-report.ts';
import { requestReport } from '../report/request-report.ts';
import { runReportJob } from '../report/run-report-job.ts';
import { drainJobs } from '../worker.ts';
import { closeRecall } from './close-recall.ts';
import { completeRecall } from './complete-recall.ts';
import { countAffected } from './count-affected.ts';
import { listRecalls } from './list-recalls.ts';
import { markVersion } from './mark-version.ts';
import { readBlastRadius } from './read-blast-radius.ts';
import { readRecallBoard } from './read-board.ts';

let scene: Scene;
let first: Scene;
let second: Scene;
let operator: Context;
let consumer: Context;
const tomorrow = new Date(Date.now() + 86_400_000).toISOString();

const blocked = { standing: 'blocked', severity: 'high', reason: 'Degrees Celsius were sent.' } as const;

beforeAll(async () => {
  scene = await openScene('low');
  operator = await scene.signer('Recall operator', 'operator');
  consumer = await scene.signer('Recall consumer', 'consumer', 'operator');
  first = await scene.another('recall-1');
  second = await scene.another('recall-2', {}, { fallback: { kind: 'version', label: 'recall-1' } });
  for (const version of [first, second]) {
    await walkToGoLive(version);
    await deployVersion(operator, { ...version.address, environment: 'production', role: 'champion' });
  }
});
afterAll(() => scene.house.close());

const standingOf = async (label: string) =>
  (await scene.house.db.version.findFirst({ where: { label }, select: { standing: true } }))?.standing;

const ask = async (temperature: number) => {
  const golden = JSON.parse(
    (await readFixture('ridership-demand-2.1.0-rc.1', 'golden.json.txt')).toString('utf8'),
  ) as {
    rows: { inputs: InputRow }[];
  };
  return invokeModel(consumer, {
    model: scene.model,
    environment: 'production',
    consumer: 'train-dispatch',
    inputs: { ...golden.rows[0]!.inputs, temp_f: temperature },
  });
};

describe('before a mark', () => {
  it('the blast radius tells who answers instead, with and without the versions before, and what leans on the version', async () => {
    for (const temperature of [-3, 20, 60]) await ask(temperature);
    const radius = await readBlastRadius(operator, second.address);
    expect(BlastRadius.parse(radius)).toEqual(radius);
    expect(radius).toMatchObject({
      serving: [
        { environment: 'production', fallback: 'version recall-1', answers: true, answersWithBefore: false },
      ],
      callers: [{ consumer: 'train-dispatch', predictions: 3 }],
      predictions: { count: 3, more: false },
      before: { versions: 2, serving: 0 },
    });
    expect(radius.firstAt! <= radius.lastAt!).toBe(true);
    expect((await readBlastRadius(operator, first.address)).dependents).toContainEqual({
      model: scene.model,
      version: 'recall-2',
      because: 'fallback',
      serves: true,
    });
  });

  it('conditions on inputs are counted, and refused where no value of the field could meet them', async () => {
    const count = (...conditions: InputCondition[]) =>
      countAffected(operator, { ...second.address, conditions });
    expect(await count({ field: 'temp_f', comparison: '<', value: 32 })).toEqual({
      looked: 3,
      matching: 2,
      unreadable: 0,
      more: false,
    });
    expect(
      await count(
        { field: 'temp_f', comparison: '<', value: 32 },
        { field: 'temp_f', comparison: '>=', value: 0 },
      ),
    ).toMatchObject({ matching: 1 });
    expect(await codeOf(count({ field: 'nowhere', comparison: '=', value: 1 }))).toBe('BAD_INPUT');
    expect(await codeOf(count({ field: 'temp_f', comparison: '<', value: 'cold' }))).toBe('BAD_INPUT');
    expect(await codeOf(count({ field: 'temp_f', comparison: 'missing', value: 1 }))).toBe('BAD_INPUT');
  });
});

describe('a recall', () => {
  it('is refused a deadline that is over, a fix that is recalled with it, and takes nothing with it', async () => {
    const marks = [
      { deadline: '2020-01-01T00:00:00Z' },
      { replacement: 'recall-1', scope: 'this-and-before' as const },
      { replacement: 'recall-2' },
      { affectedInputs: [{ field: 'nowhere', comparison: 'missing' as const }] },
    ];
    for (const told of marks)
      expect(await codeOf(markVersion(operator, { ...second.address, ...blocked, ...told }))).toBe(
        'BAD_INPUT',
      );
    expect(await standingOf('recall-2')).toBe('usable');
  });

  it('stops first and tells the rest after: every time an entry, and the earlier versions in the same moment', async () => {
    const { recallId, others } = await markVersion(operator, { ...second.address, ...blocked });
    expect(others).toEqual([]);
    expect(await listRecalls(operator, { open: true })).toMatchObject({
      items: [{ id: recallId, state: 'open', others: 0, deadline: null }],
    });
    expect(await codeOf(completeRecall(consumer, { recallId }))).toBe('BAD_INPUT');
    const viewer = await scene.house.person('Recall viewer', 'viewer', 'owner');
    expect(await codeOf(completeRecall(viewer, { recallId, deadline: tomorrow }))).toBe('FORBIDDEN');
    const completed = await completeRecall(operator, {
      recallId,
      scope: 'this-and-before',
      affected: 'Requests with temperatures in degrees Celsius.',
      affectedInputs: [{ field: 'temp_f', comparison: '<', value: 32 }],
      fallback: 'The plan of the week before.',
      deadline: tomorrow,
    });
    expect(completed.others).toEqual(['recall-1', scene.version]);
    expect(await standingOf('recall-1')).toBe('blocked');
    const rows = await scene.house.db.recall.findMany({ where: { raisedWithId: recallId } });
    expect(rows.map(({ fallback, deadline }) => [fallback, deadline?.toISOString()])).toEqual([
      ['The plan of the week before.', tomorrow],
      ['The plan of the week before.', tomorrow],
    ]);
    expect(rows.every(({ completedAt }) => completedAt !== null)).toBe(true);
    // Those raised with it stand in its row, not beside it.
    expect(await listRecalls(operator, { open: true })).toMatchObject({
      items: [{ id: recallId, others: 2 }],
    });
    const entry = await scene.house.db.ledgerEntry.findFirst({ where: { event: 'recall.completed' } });
    expect(entry?.body).toContain(recallId);
    expect(entry?.body).not.toContain('Celsius');
  });

  it('counts every prediction that it affects, and a place is confirmed by a probe alone', async () => {
    const [recall] = (await listRecalls(operator, { open: true })).items;
    const places = () => scene.house.db.recallPlace.findMany({ where: { recallId: recall!.id } });
    expect(await places()).toEqual([]);
    await drainJobs(scene.house);
    expect(await scene.house.db.recallCount.findFirst()).toMatchObject({
      state: 'done',
      looked: 3,
      matching: 2,
    });
    expect(await places()).toMatchObject([{ basis: 'probe', found: 'A call is refused: BLOCKED_VERSION.' }]);
    expect(await codeOf(ask(20))).toBe('BLOCKED_VERSION');
  });

  it('is lifted version by version, and says which stay marked', async () => {
    await signLift(scene.developer, second.address, 'The caller is mended.');
    expect(await signLift(operator, second.address, 'Confirmed.')).toMatchObject({
      lifted: true,
      stillMarked: ['recall-1', scene.version],
    });
    // Two of its versions are marked still: it is followed on.
    expect((await listRecalls(operator, { open: true })).items).toHaveLength(1);
    for (const version of [first, scene]) {
      await signLift(scene.developer, version.address, 'The same.');
      await signLift(operator, version.address, 'The same.');
    }
    expect((await listRecalls(operator, { open: false })).items).toMatchObject([{ state: 'lifted' }]);
    expect(
      await codeOf(
        completeRecall(operator, {
          recallId: (await listRecalls(operator, {})).items[0]!.id,
          deadline: tomorrow,
        }),
      ),
    ).toBe('CONFLICT');
  });
});

describe('the board of a recall', () => {
  it('tells where it stopped and what has to hold; what does not hold is closed with a reason alone', async () => {
    const { recallId } = await markVersion(operator, { ...second.address, ...blocked });
    const viewer = await scene.house.person('Board viewer', 'viewer');
    const dispatch = await scene.house.person('Board consumer', 'consumer');
    expect(await codeOf(readRecallBoard(dispatch, { recallId }))).toBe('FORBIDDEN');
    const board = async (ctx = viewer) => {
      const read = await readRecallBoard(ctx, { recallId });
      expect(RecallBoard.parse(read)).toEqual(read);
      return read;
    };
    const before = await board();
    expect(before).toMatchObject({
      state: 'open',
      complete: false,
      radius: { predictions: { count: 3 }, since: { count: 0 }, callers: [{ consumer: 'train-dispatch' }] },
      places: [{ kind: 'deployment', environment: 'production', state: 'unconfirmed' }],
      mayComplete: [{ code: 'FORBIDDEN' }],
      mayClose: [{ code: 'FORBIDDEN' }],
    });
    expect(before.conditions.map(({ key, met }) => [key, met])).toEqual([
      ['told', false],
      ['notices', false],
      ['silent', true],
      ['places', false],
    ]);
    await drainJobs(scene.house);
    expect((await board()).places).toMatchObject([{ state: 'stopped', basis: 'probe' }]);
    expect(await codeOf(closeRecall(scene.developer, { recallId }))).toBe('FORBIDDEN');
    expect(await codeOf(closeRecall(operator, { recallId }))).toBe('COMMENT_MISSING');
    await closeRecall(operator, { recallId, reason: 'Nobody is left to tell.' });
    const after = await board(operator);
    expect(after).toMatchObject({
      state: 'closed',
      closed: { by: { name: 'Recall operator' }, reason: 'Nobody is left to tell.' },
      mayComplete: [{ code: 'CONFLICT' }],
      mayClose: [{ code: 'CONFLICT' }],
    });
    expect(after.closed?.unmet).toEqual([
      expect.stringContaining('not told yet'),
      expect.stringContaining('Of 1: 1 owed'),
    ]);
    expect(
      after.happened.items.map(({ event }) => event).filter((event) => !event.startsWith('notice')),
    ).toEqual(['version.marked-blocked', 'recall.place-proven', 'recall.closed']);
    expect(after.happened.items.at(-1)?.event).toBe('notices.ended');
    expect(await codeOf(closeRecall(operator, { recallId, reason: 'again' }))).toBe('CONFLICT');
    // Closed is not lifted: its fallback answers, the version nobody.
    expect(await standingOf('recall-2')).toBe('blocked');
    expect(await ask(20)).toMatchObject({ version: 'recall-1', answeredBy: 'fallback' });
    expect((await listRecalls(operator, { open: true })).items).toEqual([]);
  });

  it('is held by an answer since the mark, and by nobody who made the version', async () => {
    const [recall] = (await listRecalls(operator, { open: false })).items;
    await scene.house.pool.query(
      `INSERT INTO prediction (id, run_id, row, model_id, version_id, basis, mode, consumer, answered_at, recorded_at)
       SELECT $1, $1, 0, v.model_id, v.id, 'claimed', 'champion', 'outside', now(), now() FROM version v WHERE v.id = $2`,
      [uuidv7(), second.versionId],
    );
    const board = await readRecallBoard(operator, { recallId: recall!.id });
    expect(board.places).toContainEqual(
      expect.objectContaining({ kind: 'elsewhere', state: 'answered', label: 'recall-2' }),
    );
    expect(board.conditions).toContainEqual(expect.objectContaining({ key: 'silent', met: false }));
    const maker = await scene.house.person('Maker who operates', 'operator');
    await scene.house.pool.query(
      `INSERT INTO version_author (id, version_id, email, person_id, basis, added_at) VALUES ($1, $2, 'm@example.com', $3, 'claimed', now())`,
      [uuidv7(), second.versionId, maker.actor.id],
    );
    expect(await codeOf(closeRecall(maker, { recallId: recall!.id, reason: 'r' }))).toBe('AUTHOR');
  });
});

it('the closure report holds the timeline, the proof, every notice and the closing, and its pack the entries', async () => {
  const owner = await scene.house.person('Recall compliance', 'compliance');
  const [recall] = (await listRecalls(operator, { open: false })).items;
  const { id } = await requestReport(owner, { kind: 'recall', recall: recall!.id });
  expect(await codeOf(requestReport(owner, { kind: 'recall' }))).toBe('BAD_INPUT');
  expect(await codeOf(requestReport(owner, { kind: 'record', recall: recall!.id }))).toBe('BAD_INPUT');
  await runReportJob(scene.house, { reportId: id });
  const made = await findMadeReport(scene.house, id);
  expect(made.state).toBe('done');
  const json = made.files.find(({ format }) => format === 'json')!;
  const report = ReportDocument.parse(
    JSON.parse((await buffer(scene.house.blobs.open(json.digest))).toString('utf8')),
  );
  expect(report).toMatchObject({ kind: 'recall', title: 'Closure report of a recall' });
  expect(report.statement[1]).toContain('although 2 of its conditions did not hold');
  // Moments are told in the zone of whoever asked.
  expect(report.statement[0]).toMatch(/ at \d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d\d:\d\d by /);
  expect(report.rows.told).toContainEqual({
    fact: 'Closed with the reason',
    value: 'Nobody is left to tell.',
  });
  expect(report.rows.places).toContainEqual(expect.objectContaining({ basis: 'probe', state: 'stopped' }));
  expect(report.rows.notices).toMatchObject([{ consumer: 'train-dispatch' }]);
  expect(report.rows.answers!.map(({ step }) => step)).toContain('ended');
  const entries = report.rows.entries!.map(({ event }) => event);
  expect(entries[0]).toBe('version.marked-blocked');
  expect(entries).toContain('recall.closed');
  expect(report.speaksOf.entries.length).toBeGreaterThan(0);
  expect(made.files.map(({ format }) => format).sort()).toEqual(['csv', 'json', 'pdf']);
});
