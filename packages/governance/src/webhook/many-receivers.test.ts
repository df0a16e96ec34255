import type { ServerResponse } from 'node:http';
import pg from 'pg';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openCutLine } from '../../test/cut-line.ts';
import { openReceiver, type Receiver } from '../../test/receiver.ts';
import { openScene, type Scene } from '../../test/signing-scene.ts';
import { type Context, systemActor } from '../context.ts';
import { markVersion } from '../recall/mark-version.ts';
import { type Caller, openCaller } from './caller.ts';
import { allowHost } from './host-list.ts';
import { makeWebhook } from './make-webhook.ts';
import { sendWebhook } from './send-webhook.ts';

/**
 * Row 10 of the proofs at a small size: many receivers, some of them bad, and the sender killed in the middle. A sender whose
 * lines to the database go dead leaves what a killed one leaves: messages that went out and were never written down.
 */
let scene: Scene;
let caller: Caller;
let operator: Context;
const kinds = { good: 13, slow: 2, failing: 2, redirecting: 2, dead: 1 } as const;
type Kind = keyof typeof kinds;
interface Reached {
  readonly kind: Kind;
  readonly receiver: Receiver;
  readonly webhookId: string;
  readonly secret: string;
}
const reached: Reached[] = [];
let later = 0;

const answers: Record<Kind, (refusals: { left: number }) => (response: ServerResponse) => void> = {
  good: () => (response) => response.writeHead(204).end(),
  slow: () => () => {},
  failing: (refusals) => (response) => response.writeHead(refusals.left-- > 0 ? 500 : 204).end(),
  redirecting: () => (response) => response.writeHead(307, { location: 'http://127.0.0.1:9/' }).end(),
  dead: () => (response) => response.writeHead(204).end(),
};

beforeAll(async () => {
  scene = await openScene('low');
  caller = openCaller({ proxy: null, noProxy: '', patienceMs: 800 });
  const clock = () => new Date(Date.now() + later);
  const administrator = await scene.signer('Many administrator', 'administrator');
  await allowHost(administrator, { host: '127.0.0.1', comment: 'The receivers of this test' });
  operator = { ...(await scene.signer('Many operator', 'operator')), caller, clock };
  for (const [kind, count] of Object.entries(kinds) as [Kind, number][])
    for (let index = 0; index < count; index++) {
      const receiver = await openReceiver();
      receiver.answer(answers[kind]({ left: 2 }));
      const { webhookId, secret } = await makeWebhook(operator, {
        name: `${kind} ${index}`,
        form: 'standard',
        url: receiver.url,
        models: [],
        events: ['standing'],
      });
      reached.push({ kind, receiver, webhookId, secret: secret! });
      if (kind === 'dead') await receiver.close();
    }
});
afterAll(async () => {
  await caller.close();
  await Promise.all(reached.filter(({ kind }) => kind !== 'dead').map(({ receiver }) => receiver.close()));
  await scene.house.close();
});

const system = (over: Partial<Context> = {}): Context => ({
  ...operator,
  actor: systemActor('webhooks'),
  ...over,
});
const turn = (ctx: Context) =>
  Promise.all(reached.map(({ webhookId }) => sendWebhook(ctx, webhookId).catch(() => {})));
/** What the passing of time does to the lease of a sender that is no more. */
const leasesEnd = () =>
  scene.house.pool.query("UPDATE webhook_cursor SET leased_until = clock_timestamp() - interval '1 second'");

/** Whether those that take anything took everything. */
const allTaken = async () => {
  const takers = reached.filter(({ kind }) => kind === 'good' || kind === 'failing');
  const { rows } = await scene.house.pool.query(
    'SELECT FROM webhook_cursor WHERE webhook_id = ANY ($1) AND position < (SELECT max(number) FROM ledger_number)',
    [takers.map(({ webhookId }) => webhookId)],
  );
  return rows.length === 0;
};

it('loses nothing to good receivers, repeats under the same id, and lets nobody hold the others up', async () => {
  const expected: string[] = [];
  for (let index = 0; index < 6; index++) {
    const { address, version } = await scene.another(`6.0.${index}`);
    await markVersion(operator, {
      ...address,
      standing: 'advisory',
      severity: 'high',
      reason: `Reason ${index}`,
    });
    expected.push(version);
  }
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
  const openLine = async () => {
    const line = await openCutLine(scene.house.database.url);
    const pool = new pg.Pool({ connectionString: line.url, max: 30 });
    pool.on('error', () => {});
    return { line, pool };
  };
  // However the others are cut: this one has certainly taken a message that nobody wrote down.
  const [{ receiver: first }] = reached as [Reached];
  const dying = await openLine();
  let death: Promise<void> | undefined;
  first.answer((response) => {
    death ??= dying.line.close();
    response.writeHead(204).end();
  });
  await turn(system({ pool: dying.pool }));
  await death;
  await dying.pool.end();
  await leasesEnd();
  first.answer(answers.good({ left: 0 }));
  for (const statement of [9, 14, 23]) {
    const { line, pool } = await openLine();
    line.cutAt(statement, statement % 2 ? 'question' : 'answer');
    await turn(system({ pool }));
    await pool.end();
    await line.close();
    await leasesEnd();
  }
  for (let turns = 0; turns < 8 && !(await allTaken()); turns++) {
    later += 200_000;
    await turn(system());
  }
  let repeats = 0;
  for (const { kind, receiver, secret, webhookId } of reached) {
    if (kind === 'good' || kind === 'failing') {
      const bodies = new Map<string, string>();
      for (const { headers, body } of receiver.received) {
        const id = String(headers['webhook-id']);
        expect(bodies.get(id) ?? body).toBe(body);
        repeats += kind === 'good' && bodies.has(id) ? 1 : 0;
        bodies.set(id, body);
      }
      expect([...bodies.values()].map((body) => JSON.parse(body).data.version)).toEqual(expected);
      const { headers, body } = receiver.received[0]!;
      expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toBeTruthy();
    }
    const { rows } = await scene.house.pool.query(
      'SELECT count(*) FILTER (WHERE state = $2)::int AS delivered FROM webhook_delivery WHERE webhook_id = $1',
      [webhookId, 'delivered'],
    );
    expect([kind, rows[0].delivered]).toEqual([
      kind,
      kind === 'good' || kind === 'failing' ? expected.length : 0,
    ]);
  }
  expect(repeats).toBeGreaterThan(0);
});
