import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Delivery, type EventGroup, WebhookPage } from '@countersign/contracts';
import { isSigned, parseCheckpoint, parseKey, parseNote } from '@countersign/ledger';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { openMailServer } from '../../test/mail-server.ts';
import { openReceiver, type Receiver } from '../../test/receiver.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { type Context, systemActor } from '../context.ts';
import { verifyEd25519 } from '../keys/verify-ed25519.ts';
import { ledgerSha256 } from '../ledger/ledger-sha256.ts';
import { listLedgerKeys } from '../ledger/list-ledger-keys.ts';
import { markVersion } from '../recall/mark-version.ts';
import { grantRole } from '../role/grant-role.ts';
import { drainJobs } from '../worker.ts';
import { type Caller, openCaller } from './caller.ts';
import {
  changeWebhook,
  pauseWebhook,
  removeWebhook,
  replaceWebhookSecret,
  resumeWebhook,
} from './change-webhook.ts';
import { resendDelivery, testWebhook } from './deliver-again.ts';
import { allowHost, listAllowedHosts, withdrawHost } from './host-list.ts';
import { findWebhook, listWebhooks } from './list-webhooks.ts';
import { makeWebhook } from './make-webhook.ts';
import { listDeliveries, readDelivery } from './read-delivery.ts';
import { sendWebhook } from './send-webhook.ts';

let scene: Scene;
let caller: Caller;
let receiver: Receiver;
let mails: Awaited<ReturnType<typeof openMailServer>>;
let administrator: Context;
let operator: Context;

/** As much later as it says; receivers check the time of a message, so it is not much. */
let later = 0;
const with_ = (ctx: Context): Context => ({
  ...ctx,
  caller,
  mailer: mails.mailer(),
  clock: () => new Date(Date.now() + later),
});

beforeAll(async () => {
  scene = await openScene('low');
  caller = openCaller({ proxy: null, noProxy: '', patienceMs: 1_000 });
  [receiver, mails] = await Promise.all([openReceiver(), openMailServer()]);
  administrator = with_(await scene.signer('Web administrator', 'administrator'));
  operator = with_(await scene.signer('Web operator', 'operator'));
});
afterAll(async () => {
  await Promise.all([caller.close(), receiver.close(), mails.close()]);
  await scene.house.close();
});
beforeEach(() => {
  later = 0;
  receiver.answer();
  receiver.received.length = 0;
});

/** One more version that is registered and marked; returns its label. */
let versions = 0;
const mark = async (reason = 'Forecasts of holidays are wrong.') => {
  const { address, version } = await scene.another(`3.0.${++versions}`);
  await markVersion(operator, { ...address, standing: 'advisory', severity: 'high', reason });
  return version;
};
const numbered = async () => {
  await expect
    .poll(
      async () =>
        (
          await scene.house.pool.query(
            'SELECT FROM ledger_entry l WHERE NOT EXISTS (SELECT FROM ledger_number n WHERE n.entry_id = l.id)',
          )
        ).rowCount,
    )
    .toBe(0);
};
const make = async (
  by: Context,
  change: { url?: string; events?: EventGroup[]; form?: 'standard' | 'slack' | 'teams' } = {},
) =>
  makeWebhook(by, {
    name: 'Forecasts',
    form: change.form ?? 'standard',
    url: change.url ?? receiver.url,
    models: [],
    events: change.events ?? ['standing'],
  });
/** One turn of the sender. */
const send = async (webhookId: string) => {
  await numbered();
  await sendWebhook({ ...operator, actor: systemActor('webhooks') }, webhookId);
};
const bodies = () => receiver.received.map(({ body }) => JSON.parse(body));

describe('an address inside of the house', () => {
  it('is out of reach until an administrator allows its host, at saving and at dialling', async () => {
    expect(await codeOf(make(operator))).toBe('BAD_INPUT');
    expect(await codeOf(allowHost(operator, { host: '127.0.0.1', comment: 'mine' }))).toBe('FORBIDDEN');
    await allowHost(administrator, { host: '127.0.0.1', comment: 'The receivers of this test' });
    expect(await codeOf(allowHost(administrator, { host: '127.0.0.1', comment: 'again' }))).toBe('CONFLICT');
    const { webhookId } = await make(operator);
    const { hosts } = await listAllowedHosts(administrator);
    await withdrawHost(administrator, { hostId: hosts[0]!.id, comment: 'no more' });
    const { tries } = await testWebhook(operator, { webhookId });
    expect(tries[0]).toMatchObject({
      status: null,
      problem: expect.stringContaining('network of the house'),
    });
    expect(receiver.received).toEqual([]);
    await allowHost(administrator, { host: '127.0.0.1', comment: 'again' });
    await removeWebhook(operator, { webhookId });
  });

  it.each(['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/', 'http://0.0.0.0/'])(
    '%s stays out of reach whatever is allowed',
    async (url) => {
      const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
      await allowHost(administrator, { host, comment: 'tried' });
      expect(await codeOf(make(operator, { url }))).toBe('BAD_INPUT');
    },
  );

  it('is not reached by a redirect either', async () => {
    const secret = createServer((_, response) => response.end('the inside')).listen(0, '127.0.0.2');
    await new Promise((resolve) => secret.once('listening', resolve));
    const inside = `http://127.0.0.2:${(secret.address() as AddressInfo).port}/`;
    receiver.answer((response) => response.writeHead(302, { location: inside }).end());
    const { webhookId } = await make(operator);
    const { tries, state } = await testWebhook(operator, { webhookId });
    expect(state).toBe('failed');
    expect(tries[0]).toMatchObject({ status: 302, problem: expect.stringContaining('not followed') });
    await removeWebhook(operator, { webhookId });
    secret.close();
  });
});

describe('a webhook', () => {
  it('is sent what was asked for, once, signed so that the library of Standard Webhooks verifies it', async () => {
    const { webhookId, secret } = await make(operator);
    const version = await mark();
    await send(webhookId);
    await send(webhookId);
    const [message] = receiver.received;
    expect(receiver.received).toHaveLength(1);
    const told = new Webhook(secret!).verify(message!.body, message!.headers as Record<string, string>);
    expect(told).toMatchObject({
      type: 'version.marked-advisory',
      data: {
        version,
        recall: { standing: 'advisory', severity: 'high', reason: 'Forecasts of holidays are wrong.' },
        actor: { name: 'Web operator' },
      },
    });
    const { data } = JSON.parse(message!.body);
    const { origin, size } = parseCheckpoint(parseNote(data.checkpoint).text);
    expect(size).toBeGreaterThan(data.entry);
    const [key] = await listLedgerKeys(scene.house);
    const verifier = parseKey(key!.verifier, ledgerSha256);
    expect(origin).toBe(verifier.name);
    expect(await isSigned(parseNote(data.checkpoint), verifier, verifyEd25519)).toBe(true);
    const { items } = await listDeliveries(operator, { webhookId });
    expect(items).toMatchObject([{ event: 'version.marked-advisory', state: 'delivered', attempts: 1 }]);
    const delivery = await readDelivery(operator, { webhookId, id: items[0]!.id });
    expect(Delivery.parse(delivery)).toEqual(delivery);
    expect(delivery.id).toBe(message!.headers['webhook-id']);
    expect(delivery.body).toBe(message!.body);
    expect(JSON.stringify(delivery)).not.toContain(secret);
    const page = await listWebhooks(operator, {});
    expect(WebhookPage.parse(page)).toEqual(page);
    await removeWebhook(operator, { webhookId });
  });

  it('gets what failed again under the same id and to the letter, before anything that came later', async () => {
    const { webhookId } = await make(operator);
    await mark('first');
    await mark('second');
    receiver.answer((response) => response.writeHead(500).end('not today'));
    await send(webhookId);
    await send(webhookId);
    expect(receiver.received).toHaveLength(1);
    expect(await findWebhook(operator, { webhookId })).toMatchObject({ failingSince: expect.any(String) });
    const [failed] = (await listDeliveries(operator, { webhookId, state: 'waiting' })).items;
    expect((await readDelivery(operator, { webhookId, id: failed!.id })).tries[0]).toMatchObject({
      status: 500,
      response: 'not today',
    });
    receiver.answer();
    later = 6_000;
    await send(webhookId);
    expect(bodies().map(({ data }) => data.recall.reason)).toEqual(['first', 'first', 'second']);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect(ids[0]).toBe(ids[1]);
    expect(receiver.received[0]!.body).toBe(receiver.received[1]!.body);
    expect(await findWebhook(operator, { webhookId })).toMatchObject({ failingSince: null, behind: 0 });
    await removeWebhook(operator, { webhookId });
  });

  it('has one sender at a time: many at once send each message once', async () => {
    const { webhookId } = await make(operator);
    for (const reason of ['one', 'two', 'three']) await mark(reason);
    await numbered();
    await Promise.all(Array.from({ length: 8 }, () => send(webhookId)));
    expect(bodies().map(({ data }) => data.recall.reason)).toEqual(['one', 'two', 'three']);
    await removeWebhook(operator, { webhookId });
  });

  it('holds nobody up that is slow, and is told so', async () => {
    receiver.answer(() => {});
    const { webhookId } = await make(operator);
    await mark();
    await send(webhookId);
    const [waiting] = (await listDeliveries(operator, { webhookId })).items;
    const { tries } = await readDelivery(operator, { webhookId, id: waiting!.id });
    expect(tries[0]!.problem).toBe('No answer within 1 seconds.');
    await removeWebhook(operator, { webhookId });
  });

  it('is turned off where its receiver says that it is gone, or took nothing for three days; its person is told', async () => {
    receiver.answer((response) => response.writeHead(410).end());
    const gone = await make(operator);
    await mark();
    await send(gone.webhookId);
    expect(await findWebhook(operator, gone)).toMatchObject({ state: 'disabled', stop: 'gone' });
    receiver.answer((response) => response.writeHead(503).end());
    const dead = await make(operator);
    await mark();
    for (let tries = 0; tries < 13; tries++) {
      later += 96_000_000;
      await send(dead.webhookId);
    }
    expect(await findWebhook(operator, dead)).toMatchObject({
      state: 'disabled',
      stop: 'dead',
      behind: expect.any(Number),
    });
    await drainJobs(operator);
    expect(mails.received.map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw)?.[1])).toEqual([
      'The webhook Forecasts was turned off',
      'The webhook Forecasts was turned off',
    ]);
    receiver.answer();
    receiver.received.length = 0;
    later = 0;
    await resumeWebhook(operator, { ...dead, skip: false });
    await send(dead.webhookId);
    expect(receiver.received).toHaveLength(1);
    await resumeWebhook(operator, { ...gone, skip: true });
    await send(gone.webhookId);
    expect(receiver.received).toHaveLength(1);
    for (const { webhookId } of [dead, gone]) await removeWebhook(operator, { webhookId });
  });

  it('is left alone for as long as the receiver asks', async () => {
    receiver.answer((response) => response.writeHead(429, { 'retry-after': '3600' }).end());
    const { webhookId } = await make(operator);
    await mark();
    await send(webhookId);
    const { nextAt } = await findWebhook(operator, { webhookId });
    expect(Date.parse(nextAt!) - Date.now()).toBeGreaterThan(3_500_000);
    await removeWebhook(operator, { webhookId });
  });

  it('signs with the old secret too for a day after it was replaced', async () => {
    const { webhookId, secret } = await make(operator);
    const { secret: next } = await replaceWebhookSecret(operator, { webhookId });
    const verifies = (one: string | null) => {
      const { body, headers } = receiver.received.at(-1)!;
      try {
        return new Webhook(one!).verify(body, headers as Record<string, string>) !== null;
      } catch {
        return false;
      }
    };
    await testWebhook(operator, { webhookId });
    expect([verifies(secret), verifies(next)]).toEqual([true, true]);
    await scene.house.pool.query(
      "UPDATE webhook_secret SET ends_at = now() - interval '1 second' WHERE webhook_id = $1 AND ends_at IS NOT NULL",
      [webhookId],
    );
    await testWebhook(operator, { webhookId });
    expect([verifies(secret), verifies(next)]).toEqual([false, true]);
    await removeWebhook(operator, { webhookId });
  });

  it('is sent again by hand, while it is paused too, and then goes on where it stopped', async () => {
    const { webhookId } = await make(operator);
    await mark('before');
    await send(webhookId);
    await pauseWebhook(operator, { webhookId });
    await mark('meanwhile');
    await send(webhookId);
    const [only] = (await listDeliveries(operator, { webhookId })).items;
    const again = await resendDelivery(operator, { webhookId, id: only!.id });
    expect(again).toMatchObject({ state: 'delivered', attempts: 2 });
    await resumeWebhook(operator, { webhookId, skip: false });
    await send(webhookId);
    expect(bodies().map(({ data }) => data.recall.reason)).toEqual(['before', 'before', 'meanwhile']);
    await removeWebhook(operator, { webhookId });
  });

  it('is sent by hand ten times a minute and no more, however many ask at once', async () => {
    const { webhookId } = await make(administrator);
    const codes = await Promise.all(
      Array.from({ length: 14 }, () => codeOf(testWebhook(administrator, { webhookId }))),
    );
    expect(codes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(4);
    expect(receiver.received).toHaveLength(10);
    later = 61_000;
    expect((await testWebhook(administrator, { webhookId })).state).toBe('delivered');
    expect(JSON.parse(receiver.received.at(-1)!.body).data.checkpoint).toContain('\n');
    await removeWebhook(administrator, { webhookId });
  });

  it('tells a chat in a sentence, in which nobody’s text becomes a mark', async () => {
    const hostile = 'Wrong <https://evil.example|click here> *now* & [here](https://evil.example)';
    const slack = await make(operator, { form: 'slack' });
    const teams = await make(operator, { form: 'teams' });
    expect([slack.secret, teams.secret]).toEqual([null, null]);
    expect((await findWebhook(operator, slack)).url).toBe(`http://127.0.0.1:${receiver.port}/…`);
    await mark(hostile);
    await send(slack.webhookId);
    await send(teams.webhookId);
    const [toSlack, toTeams] = bodies();
    expect(toSlack.text).toContain('Wrong &lt;https://evil.example|click here&gt;');
    expect(toTeams.attachments[0].content.body[0].text).toContain('\\[here\\]\\(https://evil\\.example\\)');
    for (const { webhookId } of [slack, teams]) await removeWebhook(operator, { webhookId });
  });
});

describe('whose webhook it is', () => {
  it('is its person’s and the administrators’; to everybody else it is not there', async () => {
    const other = with_(await scene.signer('Web other', 'developer'));
    const { webhookId } = await make(operator);
    for (const work of [
      () => findWebhook(other, { webhookId }),
      () => listDeliveries(other, { webhookId }),
      () => testWebhook(other, { webhookId }),
      () => pauseWebhook(other, { webhookId }),
      () => replaceWebhookSecret(other, { webhookId }),
      () => removeWebhook(other, { webhookId }),
      () => changeWebhook(other, { webhookId, name: 'mine', models: [], events: ['access'] }),
    ])
      expect(await codeOf(work())).toBe('NOT_FOUND');
    expect((await listWebhooks(other, {})).items).toEqual([]);
    expect(await codeOf(listWebhooks(other, { everybody: true }))).toBe('FORBIDDEN');
    expect((await listWebhooks(administrator, { everybody: true })).items.map(({ id }) => id)).toContain(
      webhookId,
    );
    await removeWebhook(administrator, { webhookId });
  });

  it('brings a consumer what happened to its models, and not who did it', async () => {
    const consumer = with_(await scene.house.person('Web consumer'));
    await grantRole(administrator, {
      personId: consumer.actor.id,
      role: 'consumer',
      modelKey: scene.address.model,
    });
    await scene.house.model('another-model');
    const { webhookId } = await make(consumer, { events: ['standing', 'access', 'sign-offs', 'rules'] });
    await grantRole(administrator, {
      personId: consumer.actor.id,
      role: 'consumer',
      modelKey: 'another-model',
    });
    await mark();
    await send(webhookId);
    expect(bodies()).toMatchObject([
      { type: 'version.marked-advisory', data: { recall: { severity: 'high' } } },
    ]);
    expect(receiver.received[0]!.body).not.toContain('Web operator');
    await removeWebhook(consumer, { webhookId });
    const viewer = with_(await scene.signer('Web viewer', 'viewer'));
    expect(await codeOf(make(viewer))).toBe('FORBIDDEN');
  });
});
