import { LinkedNotice, NoticeDetail, Resolution, SwitchesPage } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText } from '../../test/mail-text.ts';
import type { TestHouse } from '../../test/open-house.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { declareUse } from '../consumer/declare-use.ts';
import { registerConsumer } from '../consumer/register-consumer.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { promoteVersion } from '../deployment/promote-version.ts';
import { rollbackTo } from '../deployment/rollback-to.ts';
import { listMails } from '../mail/list-mails.ts';
import { answerByLink, openNoticeLink } from '../notice/answer-by-link.ts';
import { answerNotice } from '../notice/answer-notice.ts';
import { followNotices } from '../notice/follow-notices.ts';
import { listNotices } from '../notice/list-notices.ts';
import { readNotice } from '../notice/read-notice.ts';
import { listPolicies } from '../policy/list-policies.ts';
import { setSwitching } from '../policy/set-switching.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { readPrediction } from '../prediction/read-prediction.ts';
import { markVersion } from '../recall/mark-version.ts';
import { extractByLink, extractOfNotice } from '../rescoring/extract-of-notice.ts';
import { resolveVersion } from '../resolution/resolve-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { drainJobs } from '../worker.ts';
import { announceSwitch } from './announce-switch.ts';
import { readSwitches } from './read-switches.ts';
import { withdrawSwitch } from './withdraw-switch.ts';

let scene: Scene;
let next: Scene;
let server: Awaited<ReturnType<typeof openMailServer>>;
let administrator: Context;
let operator: Context;
let dispatch: Context;
let planning: Context;
let row: InputRow;
let switchId: string;
const day = 86_400_000;
const days = (count: number) => new Date(Date.now() + count * day).toISOString();
const place = { environment: 'production', role: 'champion' } as const;

/** The same, some days from now. */
const later = <Known extends { readonly clock: () => Date }>(known: Known, count: number): Known => ({
  ...known,
  clock: () => new Date(Date.now() + count * day),
});
const house = (count = 0): TestHouse => ({ ...later(scene.house, count), mailer: server.mailer() });
const follow = async (count = 0) => {
  await Promise.all([followNotices(house(count)), followNotices(house(count))]);
  await drainJobs(house(count));
};
const ask = (by: Context, consumer: string) =>
  invokeModel(by, { model: scene.model, environment: 'production', consumer, inputs: row });
const resolve = (consumer?: string) =>
  resolveVersion(operator, {
    model: scene.model,
    environment: 'production',
    ...(consumer ? { consumer } : {}),
  });
const noticeOf = async (consumer: string) =>
  (await listNotices(scene.owner, { consumer, kind: 'switch', open: true })).items[0]!;
const mailsTo = (address: string) =>
  server.received.filter(({ to }) => to.includes(address)).map(({ raw }) => raw);
const secretIn = (raw: string) => /\/notice#(\S+)/.exec(mailText(raw))![1]!;
const entries = async (event: string) =>
  (
    await scene.house.pool.query<{ body: string }>(
      'SELECT body FROM ledger_entry WHERE event = $1 ORDER BY id',
      [event],
    )
  ).rows.map(({ body }) => JSON.parse(body).data);
const goLive = (by: Context, more: { overObjections?: string } = {}) =>
  deployVersion(by, { ...next.address, ...place, ...more });

beforeAll(async () => {
  [scene, server] = await Promise.all([openScene('low'), openMailServer()]);
  administrator = await scene.signer('Switch administrator', 'administrator');
  operator = await scene.signer('Switch operator', 'operator');
  dispatch = await scene.signer('Switch dispatch');
  planning = await scene.signer('Switch planning');
  for (const { actor } of [dispatch, planning])
    await grantRole(administrator, { personId: actor.id, role: 'consumer', modelKey: scene.model });
  const golden = (await readFixture('ridership-demand-2.1.0-rc.1', 'golden.json.txt')).toString('utf8');
  row = JSON.parse(golden).rows[0].inputs;
  const schema = JSON.parse(
    (await readFixture('ridership-demand-2.1.0-rc.1', 'schema.json.txt')).toString('utf8'),
  );
  const inputs = schema.inputs.map((input: { name: string }) =>
    input.name === 'temp_f' ? { ...input, unit: '°C' } : input,
  );
  next = await scene.another('next', { 'schema.json': Buffer.from(JSON.stringify({ ...schema, inputs })) });
  await walkToGoLive(scene);
  await walkToGoLive(next);
  await deployVersion(operator, { ...scene.address, ...place });
  for (const [by, consumer, contacts] of [
    [dispatch, 'dispatch', ['desk@trains.example']],
    [planning, 'planning', ['plans@trains.example']],
  ] as const) {
    await registerConsumer(by, {
      consumer,
      name: `The ${consumer}`,
      purpose: 'plans',
      contacts: [...contacts],
      volumePerDay: null,
      serviceLevels: null,
      whenBlocked: null,
    });
    const use = { model: scene.model, environment: 'production', kind: 'batch' } as const;
    await declareUse(by, { consumer, ...use, cadenceMinutes: null, purpose: null });
  }
  await ask(dispatch, 'dispatch');
  await ask(dispatch, 'dispatch');
  await ask(operator, 'unknown-tool');
});
afterAll(async () => {
  await server.close();
  await scene.house.close();
});

describe('the notice before an ordinary switch', () => {
  it('is asked for by the next version of a policy, which an administrator publishes', async () => {
    const wanted = { policy: 'built-in-low', number: 1, noticeDays: 5, pinDays: 10, comment: 'agreed' };
    expect(await codeOf(setSwitching(scene.owner, wanted))).toBe('FORBIDDEN');
    const both = await Promise.allSettled([
      setSwitching(administrator, wanted),
      setSwitching(administrator, wanted),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codeOf(setSwitching(administrator, wanted))).toBe('STALE');
    const page = await listPolicies(administrator, { model: scene.model });
    expect(page).toMatchObject({
      mayPublish: true,
      policies: [{ policy: { number: 2, switching: { noticeDays: 5, pinDays: 10 } } }],
    });
    expect(await codeOf(goLive(operator))).toBe('SWITCH_NOT_ANNOUNCED');
  });

  it('is announced by owner or operator, at the earliest after the policy’s days', async () => {
    expect(SwitchesPage.parse(await readSwitches(operator, next.address))).toMatchObject({
      planned: [],
      mayAnnounce: true,
      outlooks: [
        {
          environment: 'production',
          from: scene.version,
          consumers: 3,
          noticeDays: 5,
          verdict: 'breaking',
          whyNot: null,
        },
      ],
    });
    const wanted = { ...next.address, environment: 'production', comment: 'Celsius at last' };
    expect(await codeOf(announceSwitch(scene.developer, wanted))).toBe('FORBIDDEN');
    expect(await codeOf(announceSwitch(operator, { ...wanted, notBefore: days(4) }))).toBe('BAD_INPUT');
    expect(await codeOf(announceSwitch(operator, { ...wanted, environment: 'staging' }))).toBe(
      'WRONG_ENVIRONMENT',
    );
    expect(await codeOf(announceSwitch(operator, { ...wanted, ...scene.address }))).toBe('ALREADY_DEPLOYED');
    const both = await Promise.allSettled([
      announceSwitch(operator, wanted),
      announceSwitch(operator, wanted),
    ]);
    const made = both.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(made).toHaveLength(1);
    expect(made[0]).toMatchObject({ consumers: 3 });
    switchId = made[0]!.switchId;
    expect((await entries('switch.announced'))[0]).toMatchObject({
      switch: switchId,
      from: scene.versionId,
      noticeDays: 5,
      consumers: 3,
    });
    expect(await codeOf(goLive(operator))).toBe('NOTICE_RUNNING');
    expect(await codeOf(goLive(later(operator, 4.9)))).toBe('NOTICE_RUNNING');
  });

  it('tells each consumer what breaks and what its own calls would have been answered, in one mail', async () => {
    expect(mailsTo('desk@trains.example')).toEqual([]);
    await follow();
    await follow();
    const [mail, ...more] = mailsTo('desk@trains.example');
    expect(more).toEqual([]);
    const text = mailText(mail!);
    expect(text).toContain('Unit of the input changed: temp_f');
    expect(text).toContain('Your 2 calls from');
    expect(text).toContain('none would have moved by more than 0');
    expect(text).toContain('Celsius at last');
    expect(mailText(mailsTo('plans@trains.example')[0]!)).toContain('You made no calls');
    const told = await openNoticeLink(house(), { secret: secretIn(mail!) });
    expect(LinkedNotice.parse(told)).toMatchObject({
      kind: 'switch',
      label: 'next',
      switch: {
        from: scene.version,
        verdict: 'breaking',
        breaks: [{ code: 'INPUT_UNIT_CHANGED', field: 'temp_f', breaks: 'senders' }],
        rescored: { state: 'done', rows: 2, flipped: 0 },
      },
    });
    expect((await extractByLink(house(), { secret: secretIn(mail!) })).rows).toBe(2);
    const { id } = await noticeOf('dispatch');
    expect(await codeOf(extractOfNotice(planning, { noticeId: id }))).toBe('FORBIDDEN');
    expect((await extractOfNotice(dispatch, { noticeId: id })).rows).toBe(2);
    // Of somebody whom nobody can tell the model's owner and operators are told, and nothing is overdue.
    expect((await noticeOf('unknown-tool')).escalation).toMatchObject({ why: 'nobody' });
  });

  it('is answered by a link or an account, and the last word counts until the switch', async () => {
    const secret = secretIn(mailsTo('desk@trains.example')[0]!);
    expect(await codeOf(answerByLink(house(), { secret, answer: 'objected' }))).toBe('COMMENT_MISSING');
    expect(await codeOf(answerByLink(house(), { secret, answer: 'migrated' }))).toBe('BAD_INPUT');
    await answerByLink(house(), { secret, answer: 'objected', comment: 'We still send Fahrenheit' });
    const { id: noticeId } = await noticeOf('planning');
    for (const until of [days(4), days(15.1)])
      expect(await codeOf(answerNotice(planning, { noticeId, answer: 'pinned', until }))).toBe('BAD_INPUT');
    await answerNotice(planning, { noticeId, answer: 'pinned', until: days(9) });
    expect(NoticeDetail.parse(await readNotice(planning, { noticeId }))).toMatchObject({
      state: 'pinned',
      basis: 'claimed',
    });
    const { planned } = await readSwitches(operator, next.address);
    expect(planned[0]).toMatchObject({
      consumers: 3,
      answered: 2,
      unreached: 1,
      objections: {
        count: 1,
        items: [{ consumer: { key: 'dispatch' }, comment: 'We still send Fahrenheit' }],
      },
      pins: { count: 1, items: [{ consumer: { key: 'planning' } }] },
    });
  });

  it('reminds on the last day who has said nothing, and nobody else', async () => {
    const { id: noticeId } = await noticeOf('dispatch');
    await follow(4.5);
    expect(mailsTo('desk@trains.example')).toHaveLength(1);
    expect((await readNotice(dispatch, { noticeId })).remindedAt).toBeNull();
  });
});

describe('going live after it', () => {
  it('over objections takes a reason, which the entry keeps', async () => {
    const then = later(operator, 5.1);
    expect(await codeOf(goLive(then))).toBe('OBJECTIONS_OPEN');
    await goLive(then, { overObjections: 'Dispatch has Celsius since yesterday' });
    const deployed = (await entries('version.deployed')).at(-1);
    expect(deployed).toMatchObject({ switch: switchId, objections: 1 });
    expect((await entries('switch.ended'))[0]).toMatchObject({
      switch: switchId,
      why: 'switched',
      objections: 1,
      pins: 1,
    });
    expect((await readSwitches(operator, next.address)).planned[0]?.ended?.why).toBe('switched');
    const { id: noticeId } = await noticeOf('planning');
    const objecting = { noticeId, answer: 'objected', comment: 'too late' } as const;
    expect(await codeOf(answerNotice(planning, objecting))).toBe('CONFLICT');
  });

  it('goes on answering a consumer by the version that it kept, and nobody else', async () => {
    expect(await ask(dispatch, 'dispatch')).toMatchObject({ version: 'next', answeredBy: 'champion' });
    const answer = await ask(planning, 'planning');
    expect(answer).toMatchObject({
      version: scene.version,
      answeredBy: 'pinned',
      pin: { champion: 'next' },
    });
    expect(await readPrediction(scene.developer, { id: answer.predictions[0]!.id })).toMatchObject({
      mode: 'pinned',
      environment: 'production',
    });
    expect(Resolution.parse(await resolve('planning'))).toMatchObject({
      version: scene.version,
      answers: 'pinned',
      pin: { champion: 'next' },
    });
    expect(await resolve('dispatch')).toMatchObject({ version: 'next', answers: 'champion', pin: null });
    expect(await resolve()).toMatchObject({ version: 'next', pin: null });
    // Where the new version may not answer at all, the kept one still does.
    await markVersion(operator, {
      ...next.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'Celsius were wrong',
    });
    expect(await codeOf(ask(dispatch, 'dispatch'))).toBe('BLOCKED_VERSION');
    expect(await ask(planning, 'planning')).toMatchObject({ answeredBy: 'pinned' });
    await rollbackTo(operator, { ...scene.address, environment: 'production' });
    expect(await ask(planning, 'planning')).toMatchObject({
      version: scene.version,
      answeredBy: 'champion',
    });
  });

  it('ends what was kept at its date, at once where that version is blocked, and when the consumer lets it go', async () => {
    const third = await scene.another('third');
    await walkToGoLive(third);
    await deployVersion(operator, { ...third.address, environment: 'production', role: 'challenger' });
    const announced = await announceSwitch(later(operator, 10), {
      ...third.address,
      environment: 'production',
    });
    const { id: noticeId } = await noticeOf('dispatch');
    const keep = () => answerNotice(later(dispatch, 10), { noticeId, answer: 'pinned', until: days(24) });
    await keep();
    const other = await noticeOf('unknown-tool');
    const told = { noticeId: other.id, answer: 'pinned', until: days(23), comment: 'by telephone' } as const;
    await answerNotice(later(operator, 10), told);
    await promoteVersion(later(operator, 15.1), { ...third.address, environment: 'production' });
    expect(announced.switchId).not.toBe(switchId);
    expect(await ask(dispatch, 'dispatch')).toMatchObject({ answeredBy: 'pinned' });
    expect(await ask(later(dispatch, 24.1), 'dispatch')).toMatchObject({ version: 'third' });
    await answerNotice(dispatch, { noticeId, answer: 'acknowledged' });
    expect(await ask(dispatch, 'dispatch')).toMatchObject({ version: 'third', answeredBy: 'champion' });
    expect((await readNotice(dispatch, { noticeId })).ended?.why).toBe('pin-over');
    expect(await ask(operator, 'unknown-tool')).toMatchObject({ answeredBy: 'pinned' });
    await markVersion(operator, {
      ...scene.address,
      standing: 'blocked',
      severity: 'high',
      reason: 'leaks',
    });
    expect(await ask(operator, 'unknown-tool')).toMatchObject({ version: 'third', answeredBy: 'champion' });
    expect(await resolve('unknown-tool')).toMatchObject({ version: 'third', pin: null });
    await follow(16);
    expect((await readNotice(scene.owner, { noticeId: other.id })).ended?.why).toBe('pin-void');
  });

  it('reminds who is silent on the last day, once; and once it is withdrawn tells everybody who was told, once, and asks nothing more', async () => {
    const fourth = await scene.another('fourth');
    await walkToGoLive(fourth);
    const made = await announceSwitch(operator, { ...fourth.address, environment: 'production' });
    expect(made.consumers).toBeGreaterThan(0);
    await follow();
    const about = (address: string, word: string) =>
      mailsTo(address).filter((raw) => new RegExp(`^Subject: ${word}`, 'm').test(raw)).length;
    const addresses = ['desk@trains.example', 'plans@trains.example'] as const;
    const reminders = () => addresses.map((address) => about(address, 'Reminder: '));
    await follow(3.9);
    expect(reminders()).toEqual([0, 0]);
    // What was written while the mail server was away is judged anew when it leaves.
    server.refuse(451);
    await follow(4.5);
    const { id: noticeId } = await noticeOf('planning');
    await answerNotice(later(planning, 4.6), { noticeId, answer: 'acknowledged' });
    await server.takesAgain(scene.house);
    await follow(4.7);
    expect(reminders()).toEqual([1, 0]);
    const off = () => addresses.map((address) => about(address, `${scene.model} does not change to fourth`));
    const taking = { switchId: made.switchId, comment: 'not this week' };
    expect(await codeOf(withdrawSwitch(scene.developer, taking))).toBe('FORBIDDEN');
    await withdrawSwitch(operator, taking);
    expect(await codeOf(withdrawSwitch(operator, taking))).toBe('CONFLICT');
    expect((await listNotices(scene.owner, { version: 'fourth', open: true })).items).toEqual([]);
    await follow();
    await follow(4.8);
    expect(off()).toEqual([1, 1]);
    expect(reminders()).toEqual([1, 0]);
    const received = server.received.length;
    server.refuse(451);
    const again = await announceSwitch(operator, { ...fourth.address, environment: 'production' });
    await follow();
    await follow();
    await withdrawSwitch(operator, { ...taking, switchId: again.switchId });
    await server.takesAgain(scene.house);
    await follow();
    const late = server.received.slice(received).flatMap(({ to }) => to);
    for (const address of addresses) expect(late).not.toContain(address);
    const { items } = await listMails(administrator, { state: 'dropped' });
    expect(new Set(items.map(({ problem }) => problem))).toEqual(
      new Set([
        'The notice was answered meanwhile.',
        'The notice has ended.',
        'None of these notices stands any more.',
      ]),
    );
    expect(await codeOf(deployVersion(operator, { ...fourth.address, ...place }))).toBe(
      'SWITCH_NOT_ANNOUNCED',
    );
  });
});
