import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { Refusal } from '@countersign/contracts';
import { createModel } from '@countersign/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { keyedDigest, once } from '../src/rest/idempotency.ts';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';
import { rawRequest } from './raw-request.ts';

let portal: Portal;
let developer: TestPerson;
let token: string;
let port: number;
beforeAll(async () => {
  portal = await openPortal();
  developer = await portal.person('Dora Developer', 'developer', 'owner');
  token = (await portal.token(developer)).secret;
  await portal.app.listen({ port: 0, host: '127.0.0.1' });
  port = (portal.app.server.address() as AddressInfo).port;
});
afterAll(() => portal.close());

const modelOf = (key: string) => ({ key, name: key, purpose: 'a test', tier: 'low' as const });
const make = (key: string, idempotencyKey: string, as = token) =>
  portal.rest(as, {
    method: 'POST',
    url: '/api/v1/models',
    headers: { 'idempotency-key': idempotencyKey },
    payload: modelOf(key),
  });
const digestOf = (key: string) =>
  keyedDigest(
    portal.house,
    createHash('sha256')
      .update(JSON.stringify(['POST', '/api/v1/models']))
      .update(JSON.stringify(modelOf(key)))
      .digest('hex'),
  );
const countOf = async (key: string) => portal.house.db.model.count({ where: { key } });

describe('an Idempotency-Key', () => {
  it('gives one effect and one reply, to the byte, however often it is sent at once', async () => {
    const replies = await Promise.all(Array.from({ length: 5 }, () => make('at-once', 'k-at-once')));
    expect(replies.map((reply) => reply.statusCode)).toEqual([201, 201, 201, 201, 201]);
    expect(new Set(replies.map((reply) => reply.body)).size).toBe(1);
    expect(replies.filter((reply) => reply.headers['idempotency-replayed'] === 'true')).toHaveLength(4);
    expect(await countOf('at-once')).toBe(1);
  });

  it('repeats a refusal as well', async () => {
    await make('taken', 'k-first');
    const [first, second] = [await make('taken', 'k-second'), await make('taken', 'k-second')];
    expect([first.statusCode, first.json().error.code]).toEqual([409, 'CONFLICT']);
    expect(second.body).toBe(first.body);
  });

  it('is a conflict for another body, another address, and nobody else’s business', async () => {
    await make('mine', 'k-mine');
    const other = await make('other', 'k-mine');
    expect([other.statusCode, other.json().error]).toMatchObject([
      409,
      { code: 'CONFLICT', detail: { reason: 'other-request' } },
    ]);
    const elsewhere = await portal.rest(token, {
      method: 'POST',
      url: '/api/v1/models?x=1',
      headers: { 'idempotency-key': 'k-mine' },
      payload: modelOf('mine'),
    });
    expect(elsewhere.statusCode).toBe(409);
    const colleague = await portal.person('Cora Colleague', 'developer');
    const theirs = await make('theirs', 'k-mine', (await portal.token(colleague)).secret);
    expect(theirs.statusCode).toBe(201);
  });

  it.each([' ', 'a b', 'x'.repeat(201), 'ключ'])('has a form: %j', async (key) => {
    const reply = await make(
      'formed',
      encodeURI(key) === key || key.includes(' ') ? key : Buffer.from(key).toString('latin1'),
    );
    expect(reply.statusCode).toBe(400);
    expect(await countOf('formed')).toBe(0);
  });

  it('whose reply was erased with a subject says so, and is not free before its time', async () => {
    await make('erased', 'k-erased');
    await portal.house.pool.query(
      "UPDATE idempotency_key SET reply = NULL, holder = NULL, erased_at = $1 WHERE key = 'k-erased'",
      [portal.house.clock()],
    );
    const again = await make('erased', 'k-erased');
    expect([again.statusCode, again.json().error.detail]).toEqual([409, { reason: 'subject-erased' }]);
    portal.later(120_000);
    expect((await make('erased', 'k-erased')).json().error.detail).toEqual({ reason: 'subject-erased' });
    expect((await make('elsewhere', 'k-erased')).json().error.detail).toEqual({ reason: 'other-request' });
    expect(await countOf('erased')).toBe(1);
  });

  it('is free again after seven days', async () => {
    await make('weekly', 'k-weekly');
    portal.later(7 * 86_400_000 + 1_000);
    const again = await make('weekly', 'k-weekly');
    expect([again.statusCode, again.headers['idempotency-replayed']]).toEqual([409, undefined]);
  });

  it('left behind by a process that died is taken over after a minute', async () => {
    await portal.house.pool.query(
      'INSERT INTO idempotency_key (actor_id, key, request, created_at) VALUES ($1, $2, $3, $4)',
      [developer.id, 'k-orphan', digestOf('orphan'), portal.house.clock()],
    );
    const waiting = make('orphan', 'k-orphan');
    setTimeout(() => portal.later(61_000), 200);
    const reply = await waiting;
    expect(reply.statusCode).toBe(201);
    expect((await make('orphan', 'k-orphan')).body).toBe(reply.body);
  });

  it('repeats nothing where the change was committed and its reply was lost', async () => {
    const asked = { actorId: developer.id, key: 'k-halfway', request: digestOf('halfway') };
    const dying = once(portal.house, asked, async (held) => {
      await createModel({ ...developer.context, held }, modelOf('halfway'));
      throw new Refusal('DATABASE_UNAVAILABLE');
    });
    await expect(dying).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const elsewhere = await make('another', 'k-halfway');
    expect([elsewhere.statusCode, await countOf('another')]).toEqual([409, 0]);
    const again = await make('halfway', 'k-halfway');
    const { id } = await portal.house.db.model.findUniqueOrThrow({ where: { key: 'halfway' } });
    expect([again.statusCode, again.json().id]).toEqual([201, id]);
    expect((await make('halfway', 'k-halfway')).body).toBe(again.body);
    const entries = await portal.house.pool.query(
      "SELECT FROM ledger_entry WHERE event = 'model.created' AND model_id = $1",
      [id],
    );
    expect(entries.rowCount).toBe(1);
  });

  it('commits nothing for a call that was overtaken while it stood still', async () => {
    const asked = { actorId: developer.id, key: 'k-slow', request: 'b'.repeat(64) };
    const second = { status: 200, text: '{"by":"second"}' };
    const overtaken = once(portal.house, asked, async (held) => {
      portal.later(61_000);
      await once(portal.house, asked, async () => second);
      await createModel({ ...developer.context, held }, modelOf('overtaken'));
      return { status: 200, text: '{"by":"first"}' };
    });
    await expect(overtaken).rejects.toMatchObject({ code: 'CONFLICT', detail: { reason: 'overtaken' } });
    expect(await countOf('overtaken')).toBe(0);
    expect(await once(portal.house, asked, async () => second)).toEqual({ reply: second, repeated: true });
  });

  it('is free at once where the work failed without an effect', async () => {
    const asked = { actorId: developer.id, key: 'k-failing', request: 'a'.repeat(64) };
    const failing = once(portal.house, asked, () => Promise.reject(new Refusal('DATABASE_UNAVAILABLE')));
    await expect(failing).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    const done = await once(portal.house, asked, async () => ({ status: 200, text: '{}' }));
    expect(done).toEqual({ reply: { status: 200, text: '{}' }, repeated: false });
  });
});

describe('requests that are cut and sent again (row 9 of the proofs, at test size)', () => {
  it('have one effect and one reply each', async () => {
    const random = seeded(4600);
    const kept = new Map<string, string>();
    for (let n = 0; n < 60; n++) {
      const key = `cut-${n}`;
      const body = JSON.stringify(modelOf(key));
      const text = [
        'POST /api/v1/models HTTP/1.1',
        'host: localhost',
        `authorization: Bearer ${token}`,
        `idempotency-key: ${key}`,
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(body)}`,
        'connection: close',
        '',
        body,
      ].join('\r\n');
      const times = 1 + Math.floor(random() * 5);
      const cuts = Array.from({ length: times - 1 }, () => Math.floor(random() * (text.length + 1)));
      const sent = [...cuts.map((cutAfter) => rawRequest(port, text, { cutAfter })), rawRequest(port, text)];
      const replies = await Promise.all(sent);
      const answer = bodyOf(replies.at(-1)!);
      expect(answer, key).toContain(`"key":"${key}"`);
      expect(bodyOf(await rawRequest(port, text)), key).toBe(answer);
      kept.set(key, answer);
    }
    const made = await portal.house.db.model.findMany({
      where: { key: { startsWith: 'cut-' } },
      select: { id: true, key: true },
    });
    expect(made).toHaveLength(kept.size);
    for (const { id, key } of made) expect(kept.get(key)).toContain(id);
    const events = await portal.house.pool.query(
      "SELECT FROM ledger_entry e JOIN model m ON m.id = e.model_id WHERE e.event = 'model.created' AND m.key LIKE 'cut-%'",
    );
    expect(events.rowCount).toBe(kept.size);
  });
});

describe('a raw path', () => {
  it.each([
    '/m/../../etc/passwd',
    '/assets/../../package.json',
    '/m/%2e%2e/x',
    '/api/v1/../../models',
    '/..',
    '/.',
    '/m/./x',
  ])('%s reaches nothing', async (path) => {
    const reply = await rawRequest(
      port,
      `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 4\d\d /);
  });
});

const bodyOf = (reply: string) => reply.slice(reply.indexOf('\r\n\r\n') + 4);

/** Mulberry32: the same cuts in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
