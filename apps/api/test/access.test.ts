import { grantRole, revokeRole } from '@countersign/governance';
import type { Role } from '@countersign/lifecycle';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, password, type TestPerson } from './open-portal.ts';

let portal: Portal;
let administrator: TestPerson;
let cookie: string;
beforeAll(async () => {
  portal = await openPortal();
  administrator = await portal.person('Ada Administrator', 'administrator');
  cookie = await portal.signIn(administrator.email);
});
afterAll(() => portal.close());

const codeIn = (body: string) => JSON.parse(body).error.data.countersign.code as string;
const secretIn = (url: string) => new URL(url).hash.slice(1);

/** Row 8 of the proofs. What the role opened is asked on every channel, before and after. */
describe('a role that is revoked', () => {
  const opened: readonly [Role, string, object][] = [
    ['administrator', 'environment.make', { key: 'after', production: false, requiredStage: 'registered' }],
    ['developer', 'model.create', { key: 'after', name: 'N', purpose: 'p', tier: 'low' }],
    ['owner', 'model.create', { key: 'after', name: 'N', purpose: 'p', tier: 'low' }],
  ];

  it.each(opened)(
    'as %s has every later request refused, by session and by token',
    async (role, change, input) => {
      const person = await portal.person(`Once ${role}`, role);
      const session = await portal.signIn(person.email);
      const { secret } = await portal.token(person);
      const ask = async () => [
        (await portal.ask('model.list', {}, { cookie: session })).statusCode,
        (await portal.ask('model.list', {}, { authorization: `Bearer ${secret}` })).statusCode,
        (await portal.rest(secret, { url: '/api/v1/models' })).statusCode,
        (await portal.rest(secret, { url: '/api/v1/entries' })).statusCode,
      ];
      expect(await ask()).toEqual([200, 200, 200, 200]);
      await revokeRole(administrator.context, { personId: person.id, role });
      expect(await ask()).toEqual([403, 403, 403, 403]);
      expect((await portal.call(change, input, session)).statusCode).toBe(403);
      const made = { key: 'after', name: 'N', purpose: 'p', tier: 'low' };
      const byToken = await portal.rest(secret, { method: 'POST', url: '/api/v1/models', payload: made });
      expect(byToken.statusCode).toBe(403);
    },
  );

  it('is refused to requests that were under way at the same time, or they came before it', async () => {
    const person = await portal.person('In Flight', 'owner');
    const session = await portal.signIn(person.email);
    const create = (n: number) =>
      portal.call('model.create', { key: `flight-${n}`, name: 'N', purpose: 'p', tier: 'low' }, session);
    const early = Array.from({ length: 10 }, (_, n) => create(n));
    const revoked = revokeRole(administrator.context, { personId: person.id, role: 'owner' });
    const late = Array.from({ length: 10 }, (_, n) => create(10 + n));
    await Promise.all([...early, revoked, ...late]);
    const order = await portal.house.pool.query<{ event: string }>(
      `SELECT event FROM ledger_entry WHERE (event = 'model.created' AND actor_id = $1) OR (event = 'role.revoked' AND subject_id = $1)
       ORDER BY id`,
      [person.id],
    );
    expect(order.rows.at(-1)!.event).toBe('role.revoked');
    expect((await create(99)).statusCode).toBe(403);
  });

  it('and ends by itself on its day is refused on every channel from that day on', async () => {
    const person = await portal.person('For A Day');
    const endsAt = new Date(portal.house.clock().getTime() + 60_000).toISOString();
    await grantRole(administrator.context, { personId: person.id, role: 'viewer', endsAt });
    const session = await portal.signIn(person.email);
    const { secret } = await portal.token(person);
    expect((await portal.ask('model.list', {}, { cookie: session })).statusCode).toBe(200);
    portal.later(60_000);
    expect((await portal.ask('model.list', {}, { cookie: session })).statusCode).toBe(403);
    expect((await portal.rest(secret, { url: '/api/v1/models' })).statusCode).toBe(403);
  });
});

describe('an account', () => {
  const sentence = 'copper lantern on the seventh stair';

  it('is invited, chooses its password by POST alone, and signs in', async () => {
    const invited = await portal.call('person.invite', { name: 'Ina', email: 'ina@example.org' }, cookie);
    const { personId, url } = invited.json().result.data;
    const secret = secretIn(url);
    for (const path of ['session.openLink', 'session.acceptLink'])
      expect((await portal.ask(path, { secret, password: sentence })).statusCode).toBe(405);
    const opened = await portal.call('session.openLink', { secret });
    expect(opened.json().result.data).toMatchObject({ kind: 'invitation', email: 'ina@example.org' });
    expect(opened.headers['cache-control']).toBe('no-store');
    const accepted = await portal.call('session.acceptLink', { secret, password: sentence });
    expect(accepted.statusCode).toBe(200);
    expect(accepted.headers['set-cookie']).toBeUndefined();
    const again = await portal.call('session.acceptLink', { secret, password: sentence });
    expect([again.statusCode, codeIn(again.body)]).toEqual([412, 'LINK_INVALID']);
    const signedIn = await portal.call('session.signIn', { email: 'INA@example.org', password: sentence });
    expect(signedIn.json().result.data.person.id).toBe(personId);
  });

  it('is refused from another site, and a link cannot be guessed for long', async () => {
    const foreign = await portal.app.inject({
      method: 'POST',
      url: '/api/trpc/session.acceptLink',
      headers: { origin: 'https://evil.example', 'x-countersign': '1' },
      payload: { secret: 'x', password: sentence },
    });
    expect(foreign.statusCode).toBe(403);
    const codes = new Set<string>();
    for (let n = 0; n < 70; n += 1) {
      const reply = await portal.app.inject({
        method: 'POST',
        url: '/api/trpc/session.openLink',
        remoteAddress: '192.0.2.7',
        headers: { 'x-countersign': '1' },
        payload: { secret: `guess-${n}` },
      });
      codes.add(codeIn(reply.body));
    }
    expect(codes).toEqual(new Set(['LINK_INVALID', 'RATE_LIMITED']));
  });

  it('that is closed is out at once, with the page open and the token at hand', async () => {
    const person = await portal.person('Cleo Closed', 'developer');
    const session = await portal.signIn(person.email);
    const { secret } = await portal.token(person);
    expect((await portal.call('person.close', { personId: person.id }, cookie)).statusCode).toBe(200);
    expect((await portal.ask('session.me', undefined, { cookie: session })).json().result.data).toBeNull();
    expect((await portal.ask('model.list', {}, { cookie: session })).statusCode).toBe(401);
    expect((await portal.rest(secret, { url: '/api/v1/models' })).statusCode).toBe(401);
    expect((await portal.call('session.signIn', { email: person.email, password })).statusCode).toBe(401);
  });
});

describe('how the portal looks', () => {
  it('is kept per person, for zones that exist', async () => {
    const person = await portal.person('Zoe Zone');
    const session = await portal.signIn(person.email);
    const chosen = { timeZone: 'Asia/Kathmandu', theme: 'dark', shortcuts: false };
    expect((await portal.call('settings.savePreferences', chosen, session)).statusCode).toBe(200);
    const elsewhere = await portal.signIn(person.email);
    const me = await portal.ask('session.me', undefined, { cookie: elsewhere });
    expect(me.json().result.data.preferences).toEqual(chosen);
    for (const timeZone of ['Nowhere/Else', '+02:00', "x'; drop table person; --", 'x'.repeat(65)])
      expect(
        (await portal.call('settings.savePreferences', { ...chosen, timeZone }, session)).statusCode,
      ).toBe(400);
  });
});

describe('sessions', () => {
  it('are listed with what is known of them, this one marked, and end one by one or together', async () => {
    const person = await portal.person('Sam Sessions');
    const first = await portal.signIn(person.email);
    const second = await portal.signIn(person.email);
    const third = await portal.signIn(person.email);
    const list = async (by: string) =>
      (await portal.ask('person.sessions', { personId: person.id }, { cookie: by })).json().result.data;
    const sessions = await list(first);
    expect(sessions).toHaveLength(3);
    expect(sessions.filter((session: { current: boolean }) => session.current)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ address: '127.0.0.1', browser: expect.stringContaining('light') });
    const own = (await list(second)).find((session: { current: boolean }) => session.current);
    expect((await portal.call('person.endSession', { id: own.id }, first)).statusCode).toBe(200);
    expect((await portal.ask('token.list', {}, { cookie: second })).statusCode).toBe(401);
    expect((await portal.call('person.endSessions', { personId: person.id }, first)).statusCode).toBe(200);
    expect((await portal.ask('token.list', {}, { cookie: third })).statusCode).toBe(401);
    expect(await list(first)).toHaveLength(1);
  });

  it('of others are seen and ended by administrators alone', async () => {
    const person = await portal.person('Nell Neighbour', 'compliance');
    const session = await portal.signIn(person.email);
    const [mine] = (await portal.ask('person.sessions', { personId: administrator.id }, { cookie })).json()
      .result.data;
    const seen = await portal.ask('person.sessions', { personId: administrator.id }, { cookie: session });
    expect(seen.statusCode).toBe(403);
    for (const [procedure, input] of [
      ['person.endSession', { id: mine.id }],
      ['person.endSession', { id: 'f'.repeat(64) }],
      ['person.endSessions', { personId: administrator.id }],
    ] as const)
      expect((await portal.call(procedure, input, session)).statusCode).toBe(403);
    expect((await portal.ask('token.list', {}, { cookie })).statusCode).toBe(200);
    expect((await portal.call('person.endSessions', { personId: person.id }, cookie)).statusCode).toBe(200);
    expect((await portal.ask('token.list', {}, { cookie: session })).statusCode).toBe(401);
  });

  it('of one’s own password: the others end when it changes', async () => {
    const person = await portal.person('Olga Own');
    const here = await portal.signIn(person.email);
    const elsewhere = await portal.signIn(person.email);
    const chosen = { current: password, password: 'quiet harbour under a paper moon' };
    const wrong = await portal.call('settings.changePassword', { ...chosen, current: 'wrong' }, here);
    expect(codeIn(wrong.body)).toBe('WRONG_CREDENTIALS');
    expect((await portal.call('settings.changePassword', chosen, here)).statusCode).toBe(200);
    expect((await portal.ask('token.list', {}, { cookie: here })).statusCode).toBe(200);
    expect((await portal.ask('token.list', {}, { cookie: elsewhere })).statusCode).toBe(401);
  });
});
