import type { MakeSchedule } from '@countersign/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText } from '../../test/mail-text.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { confirmMailbox } from '../mailbox/confirm-mailbox.ts';
import { registerMailbox } from '../mailbox/register-mailbox.ts';
import { removeMailbox } from '../mailbox/remove-mailbox.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { drainJobs } from '../worker.ts';
import { listSchedules } from './list-schedules.ts';
import { makeSchedule } from './make-schedule.ts';
import { moveSchedule } from './move-schedule.ts';
import { runNow } from './run-now.ts';
import { runSchedules } from './run-schedules.ts';
import { periodBefore, slotsOf } from './slots.ts';

let house: TestHouse;
let server: Awaited<ReturnType<typeof openMailServer>>;
let carla: Context;
let cora: Context;
let mailboxId: string;
/** What the job could not do. */
const problems: unknown[] = [];
const hourMs = 3_600_000;
const start = Date.now();
/** The house, so many hours from now. */
const at = (hours: number): TestHouse => ({
  ...house,
  mailer: server.mailer(),
  log: { ...house.log, error: (facts) => problems.push(facts) },
  clock: () => new Date(start + hours * hourMs),
});
/** Fell due some three hours ago in Berlin: in none of the hours that a test lets pass does it fall due by chance. */
const hour =
  (Number(
    new Intl.DateTimeFormat('en-GB', { hour: '2-digit', hourCycle: 'h23', timeZone: 'Europe/Berlin' }).format(
      start,
    ),
  ) +
    21) %
  24;
const daily: MakeSchedule = {
  name: 'Access, every morning',
  report: { kind: 'access' },
  cadence: 'daily',
  hour,
  zone: 'Europe/Berlin',
  period: 'everything',
  people: [],
  mailboxes: [],
};
const tick = (hours: number) => runSchedules(at(hours));
/** Everything that is due is asked for, made, mailed and delivered. */
const pass = async (hours: number) => {
  await tick(hours);
  await drainJobs(at(hours));
  await tick(hours);
  await drainJobs(at(hours));
};
const received = () =>
  server.received.map(({ to, raw }) => [to[0], /^Subject: (.*)$/m.exec(raw)![1]!.trim()]);
const only = async (by: Context) => (await listSchedules(by, {})).items[0]!;
const entries = async (event: string) =>
  (
    await house.pool.query<{ body: string }>('SELECT body FROM ledger_entry WHERE event = $1 ORDER BY id', [
      event,
    ])
  ).rows.map(({ body }) => JSON.parse(body));
const idOf = ({ actor }: Context) => actor.id;

beforeAll(async () => {
  [house, server] = await Promise.all([openHouse(), openMailServer()]);
  const mailer = server.mailer();
  carla = { ...(await house.person('Carla', 'compliance')), mailer };
  cora = { ...(await house.person('Cora', 'compliance')), mailer };
  ({ mailboxId } = await registerMailbox(carla, { address: 'audit@firm.example', comment: 'auditors' }));
  await drainJobs(at(0));
  const secret = /confirm-mailbox#(\S+)/.exec(mailText(server.received[0]!.raw))![1]!;
  await confirmMailbox(house, { secret });
  await drainJobs(at(0));
});
afterAll(async () => {
  await server.close();
  await house.close();
});
afterEach(() => expect(problems).toEqual([]));
beforeEach(() => {
  server.received.length = 0;
});

describe('times of a cadence', () => {
  it.each([
    [
      '2026-03-28T12:00:00Z',
      2,
      ['2026-03-28T01:00', '2026-03-29T01:00', '2026-03-30T00:00', '2026-03-31T00:00'],
    ],
    [
      '2026-10-24T12:00:00Z',
      2,
      ['2026-10-24T00:00', '2026-10-25T01:00', '2026-10-26T01:00', '2026-10-27T01:00'],
    ],
  ])('are one a day where the clock is changed, %s', async (from, hour, expected) => {
    const found = new Set<string>();
    for (let hours = 0; hours < 72; hours += 0.5) {
      const moment = new Date(Date.parse(from) + hours * hourMs);
      const { last, next } = await slotsOf(
        house.pool,
        { cadence: 'daily', hour, zone: 'Europe/Berlin' },
        moment,
      );
      expect(last <= moment && next > moment).toBe(true);
      found.add(last.toISOString().slice(0, 16));
    }
    expect([...found].sort()).toEqual(expected);
  });

  it('count weeks, months and quarters by the calendar of their zone', async () => {
    const moment = new Date('2027-01-01T02:00:00Z');
    const on = async (cadence: MakeSchedule['cadence'], zone: string) => {
      const { day, next } = await slotsOf(house.pool, { cadence, hour: 0, zone }, moment);
      return [day, next.toISOString()];
    };
    expect(await on('quarterly', 'Europe/Berlin')).toEqual(['2027-01-01', '2027-03-31T22:00:00.000Z']);
    expect(await on('quarterly', 'America/New_York')).toEqual(['2026-10-01', '2027-01-01T05:00:00.000Z']);
    expect(await on('weekly', 'Asia/Tokyo')).toEqual(['2026-12-28', '2027-01-03T15:00:00.000Z']);
    expect(periodBefore('previous-quarter', '2027-01-01', 'UTC')).toEqual({
      from: '2026-10-01',
      to: '2026-12-31',
      zone: 'UTC',
    });
    expect(periodBefore('previous-month', '2028-03-01', 'UTC')).toMatchObject({
      from: '2028-02-01',
      to: '2028-02-29',
    });
    expect(periodBefore('previous-week', '2027-01-03', 'UTC')).toMatchObject({
      from: '2026-12-21',
      to: '2026-12-27',
    });
    expect(periodBefore('previous-year', '2027-06-01', 'UTC')).toMatchObject({
      from: '2026-01-01',
      to: '2026-12-31',
    });
  });
});

describe('scheduled reports', () => {
  it('are made by whoever may make the report, for people who may read it and confirmed mailboxes', async () => {
    const owner = await house.person('Otto', 'owner');
    const make = (by: Context, more: Partial<MakeSchedule>) =>
      makeSchedule({ ...by, mailer: server.mailer() }, { ...daily, people: [idOf(by)], ...more });
    await expect(make(owner, {})).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(make(carla, { people: [] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(make(carla, { people: [idOf(owner)] })).rejects.toMatchObject({
      code: 'BAD_INPUT',
      message: 'Otto may not read this report.',
    });
    await expect(make(carla, { mailboxes: [idOf(owner)] })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(make(carla, { zone: 'Mars/Olympus' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(make(carla, { period: 'previous-month' })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    const { mailer: _, ...without } = carla;
    await expect(makeSchedule(without, { ...daily, people: [idOf(carla)] })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('SMTP_URL'),
    });
    expect((await listSchedules(carla, {})).items).toEqual([]);
  });

  it('are mailed once with their files, however many servers look', async () => {
    await makeSchedule(carla, { ...daily, people: [idOf(carla), idOf(cora)], mailboxes: [mailboxId] });
    await tick(0);
    await drainJobs(at(0));
    expect(received()).toEqual([]);
    await Promise.all([tick(24), tick(24), tick(24)]);
    await drainJobs(at(24));
    await Promise.all([tick(24), tick(24)]);
    await drainJobs(at(24));
    const { runs, nextAt } = await only(carla);
    expect(runs).toMatchObject([{ sent: 3, problem: null, leftOut: [], report: { state: 'done' } }]);
    expect(Date.parse(nextAt!)).toBeGreaterThan(start + 24 * hourMs);
    const { serial } = runs[0]!.report!;
    const subject = `Access, every morning: report ${serial}`;
    expect(received().sort()).toEqual([
      ['audit@firm.example', subject],
      ['carla@example.com', subject],
      ['cora@example.com', subject],
    ]);
    const { raw } = server.received[0]!;
    for (const format of ['pdf', 'csv']) expect(raw).toContain(`filename=${serial}.${format}`);
    expect(mailText(raw)).toMatch(/[0-9a-f]{64} {2}CS-\d{4}-\d{6}\.pdf/);
    expect(await entries('schedule.ran')).toHaveLength(1);
    expect(await entries('schedule.mailed')).toMatchObject([
      { data: { sent: 3, serial }, actor: { kind: 'system' } },
    ]);
  });

  it('are made up once where nothing ran for days, for the latest time', async () => {
    await pass(24 * 6);
    await pass(24 * 6 + 1);
    const { runs } = await only(carla);
    expect(runs).toHaveLength(2);
    expect(start + 24 * 6 * hourMs - Date.parse(runs[0]!.dueAt)).toBeLessThan(25 * hourMs);
    expect(server.received).toHaveLength(3);
  });

  it('leave out whoever may not read them any more, and say so; a mail that waited for its server is dropped', async () => {
    server.refuse(451);
    await pass(24 * 7);
    // That the server is away is logged.
    expect(problems.splice(0)).not.toEqual([]);
    await revokeRole(await house.person('Ada', 'administrator'), {
      personId: idOf(cora),
      role: 'compliance',
    });
    await removeMailbox(carla, { mailboxId, comment: 'they left' });
    await server.takesAgain(house);
    await drainJobs(at(24 * 7));
    const toCarla = ['carla@example.com', expect.stringContaining('report CS-')];
    expect(received()).toMatchObject([toCarla]);
    await pass(24 * 8);
    expect(received()).toMatchObject([toCarla, toCarla]);
    expect((await only(carla)).runs[0]).toMatchObject({
      sent: 1,
      leftOut: expect.arrayContaining([
        { name: 'Cora', why: 'no-right' },
        { name: 'audit@firm.example', why: 'removed' },
      ]),
    });
    expect((await entries('schedule.mailed')).at(-1).data.leftOut).toHaveLength(2);
  });

  it('fail in the open, told once to whoever made them, where that person may not make the report any more', async () => {
    const administrator = await house.person('Anna', 'administrator');
    await revokeRole(administrator, { personId: idOf(carla), role: 'compliance' });
    await pass(24 * 9);
    await pass(24 * 9 + 1);
    expect(received()).toEqual([['carla@example.com', 'Not sent: Access, every morning']]);
    expect((await only(administrator)).runs[0]).toMatchObject({
      sent: 0,
      report: null,
      problem: expect.stringContaining('may not make its report any more'),
    });
    expect(await entries('schedule.failed')).toMatchObject([{ data: { code: 'REFUSED' } }]);
    await grantRole(administrator, { personId: idOf(carla), role: 'compliance' });
    // A mail server that is gone is said, too.
    const { mailer: _, ...without } = at(24 * 10);
    await tick(24 * 10);
    await drainJobs(without);
    await runSchedules(without);
    expect((await only(carla)).runs[0]).toMatchObject({
      problem: expect.stringContaining('No mail server'),
      report: { state: 'done' },
    });
  });

  it('are run by hand, paused, resumed and deleted by their maker, administrators and compliance alone', async () => {
    const scheduleId = (await only(carla)).id;
    const owner = await house.person('Olaf', 'owner');
    await expect(runNow(owner, { scheduleId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(moveSchedule(owner, { scheduleId, to: 'paused' })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    const { nextAt } = await only(carla);
    await runNow(carla, { scheduleId });
    await drainJobs(at(0));
    await tick(0);
    await drainJobs(at(0));
    expect(received()).toMatchObject([['carla@example.com', expect.stringContaining('report CS-')]]);
    expect((await only(carla)).nextAt).toBe(nextAt);
    await moveSchedule(carla, { scheduleId, to: 'paused' });
    await expect(moveSchedule(carla, { scheduleId, to: 'paused' })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    await pass(24 * 20);
    expect(server.received).toHaveLength(1);
    await moveSchedule({ ...carla, clock: at(24 * 20).clock }, { scheduleId, to: 'active' });
    await pass(24 * 20);
    // What was missed while it was paused was meant to be.
    expect(server.received).toHaveLength(1);
    await moveSchedule(carla, { scheduleId, to: 'deleted' });
    await pass(24 * 30);
    expect(server.received).toHaveLength(1);
    expect((await listSchedules(carla, {})).items).toEqual([]);
  });
});
