import { LinkedNotice, NoticeDetail } from '@countersign/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText } from '../../test/mail-text.ts';
import type { TestHouse } from '../../test/open-house.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { declareUse } from '../consumer/declare-use.ts';
import { registerConsumer } from '../consumer/register-consumer.ts';
import type { Context } from '../context.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { completeRecall } from '../recall/complete-recall.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { mintGrant } from '../signature/sign-grant.ts';
import { deprecateVersion } from '../version/deprecate-version.ts';
import { drainJobs } from '../worker.ts';
import { acceptRisk } from './accept-risk.ts';
import { answerByLink, openNoticeLink } from './answer-by-link.ts';
import { answerNotice } from './answer-notice.ts';
import { followNotices } from './follow-notices.ts';
import { listNotices } from './list-notices.ts';
import { readNotice } from './read-notice.ts';
import { remindNotice } from './remind-notice.ts';

let scene: Scene;
let server: Awaited<ReturnType<typeof openMailServer>>;
let recallId: string;
/** Answers for the dispatch of trains, and for nobody else. */
let dispatch: Context;
let others: Context;
const minute = 60_000;
const hour = 60 * minute;

/** The house with a mail server, some time from now. */
const at = (ms: number): TestHouse => ({
  ...scene.house,
  mailer: server.mailer(),
  clock: () => new Date(Date.now() + ms),
});
/** Several servers look at once; none of it happens twice. */
const follow = async (ms = 0) => {
  await Promise.all([followNotices(at(ms)), followNotices(at(ms)), followNotices(at(ms))]);
  await drainJobs(at(ms));
};
const called = async (consumer: string, id: string, timestamp = new Date().toISOString()) => {
  const recorded = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8');
  const line = JSON.stringify({
    ...JSON.parse(recorded.split('\n')[0]!),
    id,
    version: scene.version,
    consumer,
    mode: 'production',
    timestamp,
  });
  const lines = async function* () {
    yield line;
  };
  expect(await ingestPredictions(scene.developer, lines())).toMatchObject({ accepted: 1 });
};
const noticeOf = async (consumer: string) =>
  (await listNotices(scene.owner, { recallId, consumer })).items[0]!;
const mailsTo = (address: string) =>
  server.received.filter(({ to }) => to.includes(address)).map(({ raw }) => raw);
const subjectOf = (raw: string) =>
  /^Subject: (.*(?:\r\n .*)*)$/m.exec(raw)![1]!.replaceAll(/\r\n /g, ' ').trim();
const secretIn = (raw: string) => /\/notice#(\S+)/.exec(mailText(raw))![1]!;
const secrets = new Map<string, string>();
const entries = async (event: string) =>
  (
    await scene.house.pool.query<{ body: string }>(
      'SELECT body FROM ledger_entry WHERE event = $1 ORDER BY id',
      [event],
    )
  ).rows.map(({ body }) => JSON.parse(body).data);

beforeAll(async () => {
  [scene, server] = await Promise.all([openScene('low'), openMailServer()]);
  const administrator = await scene.signer('Follow administrator', 'administrator');
  dispatch = await scene.signer('Dispatch');
  others = await scene.signer('Others');
  for (const { actor } of [dispatch, others])
    await grantRole(administrator, { personId: actor.id, role: 'consumer', modelKey: scene.model });
  const declared = async (
    by: Context,
    consumer: string,
    contacts: string[],
    cadenceMinutes: number | null,
  ) => {
    await registerConsumer(by, {
      consumer,
      name: `The ${consumer}`,
      purpose: 'plans',
      contacts,
      volumePerDay: null,
      serviceLevels: null,
      whenBlocked: null,
    });
    await declareUse(by, { consumer, model: scene.model, kind: 'batch', cadenceMinutes, purpose: null });
  };
  await declared(dispatch, 'dispatch', ['desk@trains.example'], 60);
  await declared(others, 'planning', ['planning@trains.example'], null);
  await called('dispatch', 'd1', new Date(Date.now() - hour).toISOString());
  await called('unknown-tool', 'u1', new Date(Date.now() - hour).toISOString());
});
afterAll(async () => {
  await server.close();
  await scene.house.close();
});
beforeEach(() => {
  server.received.length = 0;
});

describe('a recall is followed until every consumer has moved', () => {
  it('tells each contact by mail, with a link for that one notice, and those who answer for nobody to tell', async () => {
    ({ recallId } = await markVersion(scene.developer, {
      ...scene.address,
      standing: 'advisory',
      severity: 'high',
      reason: 'the lag feature <b>is</b> shifted',
    }));
    await drainJobs(at(0));
    await follow();
    const [raw] = mailsTo('desk@trains.example');
    expect(subjectOf(raw!)).toBe(`Advisory on ${scene.model} ${scene.version}`);
    expect(mailText(raw!)).toContain('Why: the lag feature <b>is</b> shifted');
    expect(raw).toContain('&lt;b&gt;');
    expect(mailText(raw!)).toMatch(/\/notices\/[0-9a-f-]{36}\?sheet=risk/);
    for (const consumer of ['dispatch', 'planning'])
      secrets.set(
        consumer,
        secretIn(mailsTo(consumer === 'dispatch' ? 'desk@trains.example' : 'planning@trains.example')[0]!),
      );
    // The account that answers for it is told beside the contacts, by a link of its own.
    expect(mailsTo('dispatch@example.com')).toHaveLength(1);
    expect(secretIn(mailsTo('dispatch@example.com')[0]!)).not.toBe(secrets.get('dispatch'));
    expect(await noticeOf('dispatch')).toMatchObject({
      state: 'delivered',
      cadenceMinutes: 60,
      basis: 'checked',
    });
    expect(await noticeOf('unknown-tool')).toMatchObject({ state: 'nobody', escalation: { why: 'nobody' } });
    expect(await entries('notices.escalated')).toMatchObject([{ why: 'nobody', count: 1, recall: recallId }]);
    expect(mailsTo('owner@example.com').map(subjectOf)).toEqual([
      `One consumer of ${scene.model} ${scene.version}: nobody to tell`,
    ]);
    const kept = await scene.house.pool.query("SELECT FROM mail WHERE kind = 'notice' AND body IS NOT NULL");
    expect(kept.rowCount).toBe(0);
  });

  it('takes an answer by the link: opening says nothing, and nobody else’s notice is reached', async () => {
    const secret = secrets.get('dispatch')!;
    const told = await openNoticeLink(at(0), { secret });
    expect(LinkedNotice.parse(told)).toEqual(told);
    expect(told).toMatchObject({
      state: 'delivered',
      address: 'desk@trains.example',
      consumer: { key: 'dispatch' },
    });
    await openNoticeLink(at(0), { secret });
    expect((await noticeOf('dispatch')).state).toBe('delivered');
    for (const wrong of ['', 'x', `${secret}A`, `B${secret.slice(1)}`])
      expect(await codeOf(openNoticeLink(at(0), { secret: wrong }))).toBe('LINK_INVALID');
    const twice = await Promise.allSettled(
      [1, 2].map(() => answerByLink(at(0), { secret, answer: 'acknowledged' })),
    );
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await noticeOf('dispatch')).toMatchObject({ state: 'acknowledged', basis: 'claimed-by-mailbox' });
    expect((await noticeOf('planning')).state).toBe('delivered');
    for (const until of [undefined, '2001-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])
      expect(await codeOf(answerByLink(at(0), { secret, answer: 'time-asked', until }))).toBe('BAD_INPUT');
    const until = new Date(Date.now() + 48 * hour).toISOString();
    await answerByLink(at(0), { secret, answer: 'time-asked', until, comment: 'after the weekend' });
    expect(await noticeOf('dispatch')).toMatchObject({ state: 'time-asked', until });
    const [acknowledged, asked] = await entries('notice.answered');
    expect(acknowledged).toMatchObject({ answer: 'acknowledged', basis: 'claimed-by-mailbox' });
    expect(JSON.stringify(asked)).not.toMatch(/weekend|trains/);
  });

  it('takes it from the account that answers for the consumer, and from others only in its place', async () => {
    const { id: noticeId } = await noticeOf('dispatch');
    const other = { noticeId: (await noticeOf('planning')).id };
    const detail = await readNotice(dispatch, { noticeId });
    expect(NoticeDetail.parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({ isMine: true, mayWriteDown: false, riskRoles: ['consumer'] });
    expect(await codeOf(readNotice(dispatch, other))).toBe('FORBIDDEN');
    expect(await codeOf(answerNotice(dispatch, { ...other, answer: 'migrated' }))).toBe('FORBIDDEN');
    expect((await listNotices(dispatch, { mine: true })).items.map(({ consumer }) => consumer.key)).toEqual([
      'dispatch',
    ]);
    expect(await codeOf(answerNotice(scene.owner, { ...other, answer: 'acknowledged' }))).toBe(
      'COMMENT_MISSING',
    );
    await answerNotice(scene.owner, { ...other, answer: 'acknowledged', comment: 'told by telephone' });
    expect(await noticeOf('planning')).toMatchObject({ state: 'acknowledged', basis: 'claimed' });
    await answerNotice(dispatch, { noticeId, answer: 'migrated' });
    expect(await noticeOf('dispatch')).toMatchObject({ state: 'migrated', basis: 'claimed', until: null });
  });

  it('is proven by traffic alone, after a whole cadence, and never without one', async () => {
    await follow(59 * minute);
    expect((await noticeOf('dispatch')).state).toBe('migrated');
    await called('dispatch', 'd2');
    await follow(59 * minute);
    expect((await noticeOf('dispatch')).state).toBe('reopened');
    expect(await entries('notices.reopened')).toMatchObject([{ count: 1 }]);
    await follow(62 * minute);
    expect(await noticeOf('dispatch')).toMatchObject({ state: 'proven', basis: 'checked' });
    expect(await codeOf(answerByLink(at(0), { secret: secrets.get('dispatch')!, answer: 'migrated' }))).toBe(
      'CONFLICT',
    );
    await answerByLink(at(0), { secret: secrets.get('planning')!, answer: 'migrated' });
    await follow(1_000 * hour);
    expect(await noticeOf('planning')).toMatchObject({ state: 'migrated', cadenceMinutes: null });
    await called('dispatch', 'd3', new Date(Date.now() + 2 * hour).toISOString());
    await follow(150 * minute);
    expect((await noticeOf('dispatch')).state).toBe('reopened');
    expect(await entries('notices.proven')).toHaveLength(1);
  });

  it('reminds and escalates by severity and deadline, once, and lets alone who asked for time', async () => {
    const steps = async () =>
      (await readNotice(scene.owner, { noticeId: (await noticeOf('planning')).id })).steps.map(
        ({ kind }) => kind,
      );
    await called('planning', 'p1');
    await follow();
    expect((await noticeOf('planning')).state).toBe('reopened');
    const before = (await steps()).filter((kind) => kind === 'reminded').length;
    await follow(28 * hour);
    expect(mailsTo('planning@trains.example').map(subjectOf)).toEqual([
      `Reminder: Advisory on ${scene.model} ${scene.version}`,
    ]);
    await follow(29 * hour);
    expect(mailsTo('planning@trains.example')).toHaveLength(1);
    expect((await steps()).filter((kind) => kind === 'reminded')).toHaveLength(before + 1);
    // Its link is that of the first mail: whichever is opened answers.
    expect(secretIn(mailsTo('planning@trains.example')[0]!)).toBe(secrets.get('planning'));
    await answerByLink(at(0), {
      secret: secrets.get('planning')!,
      answer: 'time-asked',
      until: new Date(Date.now() + 200 * hour).toISOString(),
    });
    server.received.length = 0;
    await follow(199 * hour);
    expect(mailsTo('planning@trains.example')).toEqual([]);
    await follow(201 * hour);
    await follow(202 * hour);
    expect((await noticeOf('planning')).escalation).toMatchObject({ why: 'overdue' });
    expect(mailsTo('owner@example.com').filter((raw) => /overdue/.test(raw))).toHaveLength(1);
  });

  it('reminds by hand, once an hour at most, whoever told the consumer last, and says who did', async () => {
    const { id: noticeId, state } = await noticeOf('planning');
    expect(state).toBe('time-asked');
    const remind = (by: Context, ms: number) => remindNotice({ ...at(ms), actor: by.actor }, { noticeId });
    expect(await codeOf(remind(dispatch, 300 * hour))).toBe('FORBIDDEN');
    const twice = await Promise.allSettled([1, 2, 3].map(() => remind(scene.owner, 300 * hour)));
    expect(twice.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await codeOf(remind(scene.owner, 300 * hour + 59 * minute))).toBe('CONFLICT');
    server.received.length = 0;
    await drainJobs(at(300 * hour));
    expect(mailsTo('planning@trains.example').map(subjectOf)).toEqual([
      `Reminder: Advisory on ${scene.model} ${scene.version}`,
    ]);
    const { steps } = await readNotice(scene.owner, { noticeId });
    expect(steps.filter(({ person }) => person?.id === scene.owner.actor.id).at(-1)).toMatchObject({
      kind: 'reminded',
    });
    expect((await entries('notices.reminded')).at(-1)).toMatchObject({ notice: noticeId, count: 1 });
    const done = (await noticeOf('dispatch')).id;
    expect(await codeOf(remindNotice(scene.owner, { noticeId: done }))).toBe('CONFLICT');
  });

  it('tells again what is told later, and reports addresses that take no mail', async () => {
    await completeRecall(scene.developer, {
      recallId,
      fallback: 'the timetable of last week',
      deadline: new Date(Date.now() + 72 * hour).toISOString(),
    });
    server.refuse(550);
    await drainJobs(at(0));
    await follow();
    const { recipients } = await readNotice(scene.owner, { noticeId: (await noticeOf('planning')).id });
    expect(recipients.map(({ state }) => state)).toEqual(['failed', 'failed']);
    server.refuse(null);
    const other = await scene.another('dead-ends');
    const second = await markVersion(scene.developer, {
      ...other.address,
      standing: 'blocked',
      severity: 'critical',
      reason: 'wrong',
    });
    server.refuse(550);
    await drainJobs(at(0));
    server.refuse(null);
    await follow();
    const dead = (await listNotices(scene.owner, { recallId: second.recallId })).counts;
    expect(dead).toEqual({ undeliverable: 2 });
    expect((await entries('notices.escalated')).at(-1)).toMatchObject({
      why: 'undeliverable',
      count: 2,
      recall: second.recallId,
    });
  });

  it('lets a risk be accepted by signature alone, of “do not use” only by those whom the policy names', async () => {
    const accept = async (by: Context, noticeId: string, until?: string) => {
      if (by.actor.kind !== 'person') throw new Error('only people sign');
      const { substance, presentation } = await readNotice(scene.owner, { noticeId });
      const { grant } = await mintGrant(by, {
        personId: by.actor.id,
        sessionId: by.actor.sessionId!,
        requestId: noticeId,
        decision: 'endorse',
        substance,
        presentation,
        assurance: 'server-key/password',
      });
      return acceptRisk(by, { noticeId, comment: 'the bias is known and small', grant, until });
    };
    const advisory = await noticeOf('planning');
    const blocked = (await listNotices(scene.owner, { consumer: 'dispatch', state: 'undeliverable' }))
      .items[0]!;
    expect(await codeOf(accept(dispatch, blocked.id))).toBe('FORBIDDEN');
    expect(
      await codeOf(acceptRisk(others, { noticeId: advisory.id, comment: 'no grant', grant: 'none' })),
    ).toBe('GRANT_INVALID');
    await accept(others, advisory.id, new Date(Date.now() + hour).toISOString());
    expect(await noticeOf('planning')).toMatchObject({ state: 'risk-accepted' });
    await accept(await scene.signer('Risk approver', 'approver'), blocked.id);
    const [mine, policys] = await entries('notice.risk-accepted');
    expect(mine).toMatchObject({ role: 'consumer', signature: expect.any(String) });
    expect(policys).toMatchObject({ role: 'approver', until: null });
    await follow(2 * hour);
    expect((await noticeOf('planning')).state).toBe('reopened');
  });

  it('warns more gently of a deprecation, with the successor and the last day', async () => {
    const old = await scene.another('gentle-1');
    await scene.another('gentle-2');
    const sunsetAt = new Date(Date.now() + 2_000 * hour).toISOString();
    await deprecateVersion(scene.owner, {
      ...old.address,
      reason: 'superseded',
      successor: 'gentle-2',
      sunsetAt,
      comment: 'use the next one',
    });
    await drainJobs(at(0));
    const [raw] = mailsTo('desk@trains.example');
    expect(subjectOf(raw!)).toBe(`${scene.model} gentle-1 is deprecated`);
    expect(mailText(raw!)).toContain('Move to version gentle-2.');
    const of = async () =>
      (await listNotices(scene.owner, { kind: 'deprecation', consumer: 'dispatch' })).items[0]!;
    expect(await of()).toMatchObject({
      recallId: null,
      severity: null,
      replacement: 'gentle-2',
      dueAt: sunsetAt,
    });
    await follow(13 * 24 * hour);
    expect((await of()).escalation).toBeNull();
  });
});
