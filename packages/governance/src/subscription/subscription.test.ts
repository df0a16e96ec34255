import type { MakeSubscription, SubscriberSettings } from '@countersign/contracts';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openMailServer } from '../../test/mail-server.ts';
import { mailText, partOf } from '../../test/mail-text.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { listMails } from '../mail/list-mails.ts';
import type { Mailer } from '../mail/mailer.ts';
import { createModel } from '../model/create-model.ts';
import { closeAccount } from '../person/close-account.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { drainJobs } from '../worker.ts';
import { changeSubscription, removeSubscription } from './change-subscription.ts';
import { listFollowed, seeFollowed } from './list-followed.ts';
import { listSubscriptions } from './list-subscriptions.ts';
import { makeSubscription } from './make-subscription.ts';
import { matchEntries } from './match-entries.ts';
import { followOnce } from './start-following.ts';
import { changeSubscriber, readSubscriber } from './subscriber-settings.ts';

let scene: Scene;
let mails: Awaited<ReturnType<typeof openMailServer>>;
let administrator: Context;
let operator: Context;
const hourMs = 3_600_000;
/** Ten in the morning in Berlin, in winter, on a Monday that has not come: whatever is mailed is mailed by this clock. */
const start = Date.parse('2027-01-11T09:00:00Z');
let hours = 0;
let tests = 0;
const clock = () => new Date(start + hours * hourMs);
const with_ = (ctx: Context, mailer: Mailer | null = mails.mailer()): Context => {
  const { mailer: _, ...without } = ctx;
  return { ...without, clock, ...(mailer && { mailer }) };
};

beforeAll(async () => {
  [scene, mails] = await Promise.all([openScene('low'), openMailServer()]);
  administrator = await scene.signer('Sub administrator', 'administrator');
  operator = await scene.signer('Sub operator', 'operator');
});
afterAll(async () => {
  await mails.close();
  await scene.house.close();
});
afterEach(async () => {
  await scene.house.pool.query('DELETE FROM subscription');
  await scene.house.pool.query('UPDATE followed_entry SET due_at = NULL');
});
beforeEach(() => {
  mails.received.length = 0;
  mails.refuse(null);
  hours = 24 * 8 * tests++;
});

const numbered = () =>
  expect
    .poll(
      async () =>
        (
          await scene.house.pool.query(
            'SELECT FROM ledger_entry l WHERE NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = l.id)',
          )
        ).rowCount,
    )
    .toBe(0);
let versions = 0;
/** One more version that is registered and marked; returns its label. */
const mark = async (standing: 'advisory' | 'blocked' = 'advisory', by = operator) => {
  const { address, version } = await scene.another(`4.0.${++versions}`);
  const severity = standing === 'blocked' ? 'critical' : 'high';
  await markVersion(by, { ...address, standing, severity, reason: 'Forecasts of holidays are wrong.' });
  await numbered();
  return version;
};
/** A look, so many hours on from the last, and whatever it hands to the mail server. */
const look = async (later = 0, mailer: Mailer | null = mails.mailer()) => {
  hours += later;
  const house = with_({ ...operator }, mailer);
  await followOnce(house);
  await drainJobs(house);
};
const follow = async (by: Context, change: Partial<MakeSubscription> = {}) => {
  await numbered();
  return makeSubscription(with_(by), {
    model: null,
    by: null,
    events: ['standing'],
    delivery: 'immediate',
    zone: 'Europe/Berlin',
    ...change,
  });
};
const usual: SubscriberSettings = {
  zone: 'Europe/Berlin',
  quiet: null,
  wakeForStops: true,
  digestHour: 8,
  ownDeeds: false,
};
const nights = { quiet: { from: '22:00', until: '07:00' } };
const choose = (by: Context, change: Partial<SubscriberSettings>) =>
  changeSubscriber(with_(by), { ...usual, ...change });
const subjects = (to: string) =>
  mails.received
    .filter((mail) => mail.to[0] === to)
    .map(({ raw }) => /^Subject: (.*(?:\r\n[ \t].*)*)/m.exec(raw)![1]!.replaceAll(/\r\n[ \t]/g, ' '));
const to = ({ actor }: Context) => (actor.kind === 'person' ? actor.email : '');
const textTo = (ctx: Context) => {
  const found = mails.received.filter((mail) => mail.to[0] === to(ctx));
  expect(found).toHaveLength(1);
  return mailText(found[0]!.raw);
};
const listed = async (by: Context) => (await listFollowed(with_(by), { limit: 200 })).items;

describe('quiet hours', () => {
  it('hold mail back until their end, and then it is one; “do not use” is told in them to whoever asks for it', async () => {
    const sleeper = await scene.signer('Sleeper', 'reviewer');
    const woken = await scene.signer('Woken', 'reviewer');
    const still = await scene.signer('Still', 'reviewer');
    for (const one of [sleeper, woken, still]) await follow(one);
    await choose(sleeper, nights);
    await choose(woken, nights);
    await choose(still, { ...nights, wakeForStops: false });
    await mark();
    hours += 13; // Eleven in the evening.
    await look();
    expect(mails.received).toEqual([]);
    const stopped = await mark('blocked');
    await look(0.5);
    expect(mails.received.map((mail) => mail.to[0]).sort()).toEqual([to(sleeper), to(woken)].sort());
    expect(mails.received[0]!.raw).toContain(stopped);
    await choose(sleeper, { ...nights, zone: 'Asia/Tokyo' }); // Half past seven in the morning there.
    await look(0.1);
    expect(subjects(to(sleeper))).toHaveLength(2);
    mails.received.length = 0;
    await look(7); // Past six in the morning.
    expect(mails.received).toEqual([]);
    await look(1);
    expect(textTo(still)).toContain('Held back until the end of your quiet hours.');
    expect(subjects(to(still))).toEqual(['2 events on ridership-demand']);
    expect(subjects(to(woken))).toHaveLength(1);
    await look(24);
    expect(mails.received).toHaveLength(2);
  });
});

describe('what somebody follows', () => {
  it('is told from the next entry on, in text and HTML with a link, by a mail that says where to end it', async () => {
    const reader = await scene.signer('Reader', 'reviewer');
    await mark();
    await follow(reader, { model: scene.model });
    await look();
    expect(mails.received).toEqual([]);
    const version = await mark();
    await look();
    const [mail] = mails.received as [(typeof mails.received)[number]];
    const link = `http://localhost:4600/m/${scene.model}/v/${version}`;
    expect(mailText(mail.raw)).toContain(`Forecasts of holidays are wrong.\n${link}\n`);
    expect(partOf(mail.raw, 'text/html')).toContain(`<a href="${link}"`);
    expect(mail.raw).toContain('List-Unsubscribe: <http://localhost:4600/settings/subscriptions>');
    expect(mail.raw).not.toContain('List-Unsubscribe-Post');
    expect(mailText(mail.raw)).toContain(
      'Manage what you follow:\nhttp://localhost:4600/settings/subscriptions',
    );
    expect((await listMails(administrator, {})).items[0]).toMatchObject({
      kind: 'subscription',
      to: to(reader),
    });
    const page = await listFollowed(with_(reader), {});
    expect(page.items).toMatchObject([
      { version, mailed: true, isNew: true, event: 'version.marked-advisory' },
    ]);
    expect(page.unseen).toEqual({ count: 1, more: false });
    await seeFollowed(with_(reader), { through: page.through });
    expect((await listFollowed(with_(reader), {})).unseen.count).toBe(0);
  });

  it('may be what one person does, is never what one did oneself unless asked for, and nobody else’s business', async () => {
    const reader = await scene.signer('By reader', 'compliance');
    const other = await scene.signer('By other', 'operator');
    await follow(reader, { by: other.actor.id });
    await follow(other);
    await mark('advisory', operator);
    const version = await mark('advisory', other);
    await look();
    expect((await listed(reader)).map((row) => row.version)).toEqual([version]);
    expect(subjects(to(reader))).toHaveLength(1);
    expect((await listed(other)).map((row) => row.version)).not.toContain(version);
    await choose(other, { ownDeeds: true });
    const own = await mark('advisory', other);
    await look(1);
    expect((await listed(other))[0]).toMatchObject({ version: own, mailed: true });
    const { items } = await listSubscriptions(with_(reader), {});
    expect(items).toMatchObject([{ by: { name: 'By other' }, delivery: 'immediate' }]);
    const subscriptionId = items[0]!.id;
    expect(await codeOf(removeSubscription(with_(other), { subscriptionId }))).toBe('NOT_FOUND');
    await removeSubscription(with_(reader), { subscriptionId });
    await mark('advisory', other);
    await look(1);
    expect(await listed(reader)).toHaveLength(2);
  });

  it('comes as a digest by model at the hour of the zone, however often it is looked, and is made up once', async () => {
    const reader = await scene.signer('Digest reader', 'reviewer');
    await follow(reader, { events: ['standing', 'models'], delivery: 'daily' });
    await follow(reader, { events: ['standing'], delivery: 'weekly' });
    await choose(reader, { zone: 'America/New_York', digestHour: 6 });
    expect(await readSubscriber(with_(reader))).toMatchObject({
      nextDaily: new Date(
        Math.ceil((clock().getTime() - 11 * hourMs) / 86_400_000) * 86_400_000 + 11 * hourMs,
      ).toISOString(),
      mailTo: to(reader),
    });
    const first = await mark();
    const second = await mark();
    await createModel({ ...administrator }, { key: 'digest-model', name: 'D', purpose: 'p', tier: 'low' });
    await numbered();
    await look();
    await look(1.9);
    expect(mails.received).toEqual([]);
    hours += 24 * 5; // Nothing ran for days.
    await Promise.all([followOnce(with_(operator)), followOnce(with_(operator))]);
    await look();
    await look(24);
    expect(subjects(to(reader))).toEqual(['Daily digest: 3 events on 2 models']);
    const text = textTo(reader);
    for (const part of [`${scene.model}\n====`, 'digest-model\n====', first, second])
      expect(text).toContain(part);
    expect(text.indexOf(first)).toBeLessThan(text.indexOf(second));
  });

  it('leaves out what one may not see any more, and closed accounts altogether', async () => {
    const gone = await scene.signer('Gone', 'reviewer');
    const closed = await scene.signer('Closed', 'reviewer');
    const consumer = await scene.signer('Only consumer');
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
    expect(await codeOf(follow(consumer, { by: operator.actor.id }))).toBe('FORBIDDEN');
    await createModel({ ...administrator }, { key: 'not-theirs', name: 'N', purpose: 'p', tier: 'low' });
    expect(await codeOf(follow(consumer, { model: 'not-theirs' }))).toBe('FORBIDDEN');
    const nobody = await scene.signer('Nobody');
    expect(await codeOf(follow(nobody))).toBe('FORBIDDEN');
    for (const one of [gone, closed]) {
      await follow(one);
      await choose(one, nights);
    }
    await follow(consumer, { events: ['standing', 'models', 'dossier'] });
    hours += 13;
    await mark();
    await look();
    expect(subjects(to(consumer))).toHaveLength(1);
    expect(textTo(consumer)).toContain('version marked advisory. Forecasts of holidays are wrong.');
    expect(textTo(consumer)).not.toContain('Sub operator');
    expect(await listed(gone)).toHaveLength(1);
    mails.received.length = 0;
    await revokeRole(administrator, { personId: gone.actor.id, role: 'reviewer' });
    await closeAccount(administrator, { personId: closed.actor.id });
    await mark();
    await look(9);
    expect(subjects(to(gone))).toEqual([]);
    expect(subjects(to(closed))).toEqual([]);
    expect(await listed(gone)).toEqual([]);
    // What one had been told of a model that is no longer open is not listed either.
    await revokeRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: scene.model });
    await grantRole(administrator, { personId: consumer.actor.id, role: 'consumer', modelKey: 'not-theirs' });
    expect(await listed(consumer)).toEqual([]);
  });

  it('is mailed as it is chosen by then: another kind, another way, or not at all', async () => {
    const reader = await scene.signer('Fickle', 'reviewer');
    const { id: subscriptionId } = await follow(reader, { delivery: 'daily' });
    expect(await codeOf(follow(reader, { delivery: 'daily', events: ['models'] }))).toBe('CONFLICT');
    await mark();
    await look();
    await changeSubscription(with_(reader), { subscriptionId, events: ['standing'], delivery: 'immediate' });
    await look();
    expect(subjects(to(reader))).toHaveLength(1);
    await changeSubscription(with_(reader), { subscriptionId, events: ['standing'], delivery: 'daily' });
    await mark();
    await look(1);
    await changeSubscription(with_(reader), { subscriptionId, events: ['models'], delivery: 'daily' });
    await look(48);
    expect(subjects(to(reader))).toHaveLength(1);
    expect(await listed(reader)).toMatchObject([{ mailDueAt: null, mailed: false }, { mailed: true }]);
    for (const wrong of [{ zone: 'Mars/Olympus' }, { quiet: { from: '07:00', until: '07:00' } }])
      expect(await codeOf(choose(reader, wrong))).toBe('BAD_INPUT');
    const token = { ...reader, actor: { ...reader.actor, via: 'token' } as typeof reader.actor };
    expect(await codeOf(follow(token, { model: scene.model }))).toBe('FORBIDDEN');
    expect((await listSubscriptions(token, {})).items).toHaveLength(1);
  });

  it('is asked again when a mail leaves that waited for its server: who lost the right gets none, who changed their mind the rest', async () => {
    const [gone, fickle] = [await scene.signer('Late', 'reviewer'), await scene.signer('Er', 'reviewer')];
    await follow(gone);
    const { id } = await follow(fickle, { events: ['standing', 'models'], delivery: 'daily' });
    mails.refuse(451);
    await createModel({ ...administrator }, { key: 'not-told-of', name: 'N', purpose: 'p', tier: 'low' });
    const version = await mark();
    for (const later of [0, 24]) await look(later);
    await revokeRole(administrator, { personId: gone.actor.id, role: 'reviewer' });
    await changeSubscription(with_(fickle), { subscriptionId: id, events: ['standing'], delivery: 'daily' });
    await mails.takesAgain(scene.house);
    for (const later of [1, 1]) await look(later);
    expect(subjects(to(gone))).toEqual([]);
    expect(textTo(fickle)).toContain(version);
    expect(textTo(fickle)).not.toContain('not-told-of');
  });

  it('is in the portal where no mail server is configured, and not mailed late when there is one', async () => {
    const reader = await scene.signer('Unmailed', 'reviewer');
    await follow(reader);
    const version = await mark();
    await look(0, null);
    expect(await listed(reader)).toMatchObject([{ version, mailed: false, mailDueAt: null }]);
    expect((await readSubscriber(with_(reader, null))).mailTo).toBeNull();
    await look(24);
    expect(subjects(to(reader))).toEqual([]);
  });
});

describe('nothing is lost', () => {
  it('and nothing told in two mails by a process that dies between noting, mailing and moving on', async () => {
    const reader = await scene.signer('Crash reader', 'reviewer');
    await follow(reader);
    await mark();
    // It dies after the entries were noted and before the cursor moved: all of it is undone.
    const dying = (fatal: RegExp): Context['pool'] =>
      new Proxy(scene.house.pool, {
        get(pool, name) {
          if (name !== 'connect') {
            const value: unknown = Reflect.get(pool, name);
            return typeof value === 'function' ? value.bind(pool) : value;
          }
          return async () => {
            const client = await pool.connect();
            return new Proxy(client, {
              get(inner, part) {
                const value: unknown = Reflect.get(inner, part);
                if (part !== 'query') return typeof value === 'function' ? value.bind(inner) : value;
                return (query: string | { text: string }, ...more: unknown[]) => {
                  if (fatal.test(typeof query === 'string' ? query : query.text))
                    return Promise.reject(new Error('the process died'));
                  return (value as (...all: unknown[]) => unknown).call(inner, query, ...more);
                };
              },
            });
          };
        },
      });
    const at = (fatal: RegExp) => ({ ...with_(operator), pool: dying(fatal) });
    await expect(followOnce(at(/UPDATE subscription_cursor/))).rejects.toThrow('died');
    expect(await listed(reader)).toEqual([]);
    while (await matchEntries(with_(operator)));
    expect(await listed(reader)).toHaveLength(1);
    // It dies after the mail was written and before the entries were marked as told: the mail is undone too.
    await expect(followOnce(at(/SET mail_id/))).rejects.toThrow('died');
    await drainJobs(with_(operator));
    expect(mails.received).toEqual([]);
    // The mail server takes the mail, and its yes is lost: a second copy comes under the same Message-ID.
    const deaf: Mailer = {
      ...mails.mailer(),
      async send(mail) {
        await mails.mailer().send(mail);
        throw new Error('the line went dead');
      },
    };
    await look(0, deaf);
    expect(subjects(to(reader))).toHaveLength(1);
    // The queue's pause before the next attempt is over.
    await expect
      .poll(async () => {
        await scene.house.pool.query(
          "UPDATE graphile_worker._private_jobs SET run_at = now() - interval '1 second'",
        );
        await look();
        return mails.received.length;
      })
      .toBe(2);
    const ids = mails.received.map(({ raw }) => /^Message-ID: (.*)$/im.exec(raw)![1]);
    expect(new Set(ids).size).toBe(1);
    await look(48);
    expect(mails.received).toHaveLength(2);
  });

  it('by anybody because another’s mail cannot leave, nor by a subscription that begins while others are told', async () => {
    const reader = await scene.signer('Late reader', 'reviewer');
    const [, version] = await Promise.all([follow(reader), mark()]);
    mails.refuse(451);
    await look();
    expect(subjects(to(reader))).toEqual([]);
    const next = await mark();
    await look(1);
    const seen = (await listed(reader)).map((row) => row.version);
    expect(seen[0]).toBe(next);
    expect(seen.slice(1).every((one) => one === version)).toBe(true);
    mails.refuse(null);
  });
});
