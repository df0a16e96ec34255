import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, password } from './open-portal.ts';

let portal: Portal;
beforeAll(async () => {
  portal = await openPortal();
});
afterAll(() => portal.close());

const code = (body: string) => JSON.parse(body).error.data.countersign.code;

describe('signing in', () => {
  it('gives a cookie that scripts cannot read, and keeps only a digest of it', async () => {
    const { email } = await portal.person('Ann Cookie', 'viewer');
    const reply = await portal.call('session.signIn', { email: email.toUpperCase(), password });
    expect(reply.statusCode).toBe(200);
    expect(reply.json().result.data.person.email).toBe(email);
    const cookie = String(reply.headers['set-cookie']);
    expect(cookie).toMatch(/^countersign=[a-z0-9]{40};/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect(cookie).not.toContain('Secure');
    const secret = /countersign=([a-z0-9]+)/.exec(cookie)![1]!;
    const kept = await portal.house.pool.query<{ id: string }>('SELECT id FROM session');
    expect(kept.rows.map((row) => row.id)).not.toContain(secret);
    expect(kept.rows.every((row) => /^[0-9a-f]{64}$/.test(row.id))).toBe(true);
    const me = await portal.ask('session.me', undefined, { cookie: cookie.split(';')[0]! });
    expect(me.json().result.data.roles).toEqual([{ role: 'viewer', modelKey: null }]);
  });

  it('says the same of an unknown address as of a wrong password', async () => {
    const { email } = await portal.person('Bea Known', 'viewer');
    const wrong = await portal.call('session.signIn', { email, password: 'wrong' });
    const unknown = await portal.call('session.signIn', { email: 'nobody@example.org', password: 'wrong' });
    expect([wrong.statusCode, code(wrong.body)]).toEqual([401, 'WRONG_CREDENTIALS']);
    expect([unknown.statusCode, code(unknown.body)]).toEqual([401, 'WRONG_CREDENTIALS']);
    expect(wrong.headers['set-cookie']).toBeUndefined();
  });

  it('is locked for 15 minutes after ten failures, for addresses that nobody has too', async () => {
    const { email } = await portal.person('Cleo Locked', 'viewer');
    for (const address of [email, 'also.nobody@example.org']) {
      for (let attempt = 0; attempt < 10; attempt++) {
        const failed = await portal.call('session.signIn', { email: address, password: 'wrong' });
        expect(code(failed.body)).toBe('WRONG_CREDENTIALS');
      }
      const locked = await portal.call('session.signIn', { email: address, password });
      expect([locked.statusCode, code(locked.body)]).toEqual([429, 'LOCKED_OUT']);
    }
    portal.later(15 * 60_000 + 1_000);
    expect((await portal.call('session.signIn', { email, password })).statusCode).toBe(200);
  });

  it('gives no more guesses to many attempts at once', async () => {
    const { email } = await portal.person('Dan Race', 'viewer');
    const replies = await Promise.all(
      Array.from({ length: 16 }, () => portal.call('session.signIn', { email, password: 'wrong' })),
    );
    expect(replies.filter((reply) => code(reply.body) === 'WRONG_CREDENTIALS')).toHaveLength(10);
  });

  it('limits an address that tries many accounts', async () => {
    portal.later(30 * 60_000);
    const codes: string[] = [];
    for (let attempt = 0; attempt < 61; attempt++) {
      const batch = await portal.call('session.signIn', {
        email: `guess${attempt}@example.org`,
        password: 'wrong',
      });
      codes.push(code(batch.body));
    }
    expect(codes.slice(0, 60)).not.toContain('RATE_LIMITED');
    expect(codes[60]).toBe('RATE_LIMITED');
    portal.later(30 * 60_000);
  });

  it('ends with signing out, and when the account is closed', async () => {
    const { email, id } = await portal.person('Eve Leaving', 'viewer');
    const first = await portal.signIn(email);
    await portal.call('session.signOut', {}, first);
    expect((await portal.ask('session.me', undefined, { cookie: first })).json().result.data).toBeNull();
    const second = await portal.signIn(email);
    await portal.house.pool.query('UPDATE person SET active = false WHERE id = $1', [id]);
    expect((await portal.ask('session.me', undefined, { cookie: second })).json().result.data).toBeNull();
    expect((await portal.ask('home.read', undefined, { cookie: second })).statusCode).toBe(401);
  });

  it('does not keep the session that the browser had before', async () => {
    const { email } = await portal.person('Flo Fixed', 'viewer');
    const before = await portal.signIn(email);
    await portal.call('session.signIn', { email, password }, before);
    expect((await portal.ask('session.me', undefined, { cookie: before })).json().result.data).toBeNull();
  });
});

describe('a portal behind https', () => {
  it('binds its cookie to host and scheme', async () => {
    const secure = await openPortal({ url: 'https://models.example.org' });
    try {
      const { email } = await secure.person('Gil Secure', 'viewer');
      const reply = await secure.call('session.signIn', { email, password });
      expect(String(reply.headers['set-cookie'])).toMatch(/^__Host-countersign=.*; Secure/);
      expect(reply.headers['strict-transport-security']).toContain('max-age=31536000');
    } finally {
      await secure.close();
    }
  });
});

describe('a change by session', () => {
  const change = (headers: Record<string, string>, cookie: string) =>
    portal.app.inject({
      method: 'POST',
      url: '/api/trpc/session.signOut',
      headers: { cookie, ...headers },
      payload: {},
    });

  it.each([
    ['without our header', {}],
    ['from another site', { 'x-countersign': '1', origin: 'https://evil.example' }],
    ['from a page without an origin', { 'x-countersign': '1', origin: 'null' }],
    ['that the browser calls cross-site', { 'x-countersign': '1', 'sec-fetch-site': 'cross-site' }],
    ['from another port of this host', { 'x-countersign': '1', origin: 'http://localhost:9999' }],
  ])('is refused %s', async (_name, headers) => {
    const { email } = await portal.person(`Hal ${_name.replaceAll(/[^a-z]/g, '')}`, 'viewer');
    const cookie = await portal.signIn(email);
    const reply = await change(headers as Record<string, string>, cookie);
    expect([reply.statusCode, code(reply.body)]).toEqual([403, 'ORIGIN_REFUSED']);
    const rest = await portal.app.inject({
      method: 'POST',
      url: '/api/v1/models',
      headers: { cookie, ...headers },
      payload: {},
    });
    expect([rest.statusCode, rest.json().error.code]).toEqual([403, 'ORIGIN_REFUSED']);
  });

  it('is taken from our own pages, by each name of the machine', async () => {
    const { email } = await portal.person('Ida Own', 'viewer');
    for (const origin of ['http://localhost:4600', 'http://127.0.0.1:4600', 'http://[::1]:4600']) {
      const cookie = await portal.signIn(email);
      const headers = { 'x-countersign': '1', origin, 'sec-fetch-site': 'same-origin' };
      expect((await change(headers, cookie)).statusCode).toBe(200);
    }
  });
});

describe('the first administrator', () => {
  it('is set up once, with the token printed last', async () => {
    const { offerSetUp } = await import('@countersign/governance');
    const empty = await openPortal();
    try {
      const older = await offerSetUp(empty.house);
      const token = await offerSetUp(empty.house);
      const ann = { name: 'Ann', email: 'Ann@example.org', password: 'a long enough password' };
      const stale = await empty.call('session.setUp', { ...ann, token: older });
      expect(code(stale.body)).toBe('WRONG_CREDENTIALS');
      expect((await empty.ask('session.welcome')).json().result.data).toEqual({
        signOn: null,
        passwords: true,
        needsSetUp: true,
        examplePeople: [],
      });
      const attempts = await Promise.all([1, 2, 3].map(() => empty.call('session.setUp', { ...ann, token })));
      expect(attempts.map((reply) => reply.statusCode).sort()).toEqual([200, 409, 409]);
      const done = attempts.find((reply) => reply.statusCode === 200)!;
      expect(done.json().result.data.roles).toEqual([{ role: 'administrator', modelKey: null }]);
      expect(await offerSetUp(empty.house)).toBeNull();
      const events = await empty.house.pool.query<{ event: string }>(
        "SELECT event FROM ledger_entry WHERE actor_id = 'set-up'",
      );
      expect(events.rows.map((row) => row.event)).toEqual([
        'installation.set-up',
        'person.added',
        'role.granted',
      ]);
    } finally {
      await empty.close();
    }
  });
});

describe('roles', () => {
  it('are granted to nobody by themselves, however they write their id', async () => {
    const { id, email } = await portal.person('Adi Administrator', 'administrator');
    const cookie = await portal.signIn(email);
    for (const personId of [id, id.toUpperCase()]) {
      const reply = await portal.call('person.grantRole', { personId, role: 'approver' }, cookie);
      expect([reply.statusCode, code(reply.body)]).toEqual([403, 'FORBIDDEN']);
      const last = await portal.call('person.revokeRole', { personId, role: 'administrator' }, cookie);
      expect([last.statusCode, code(last.body)]).toEqual([409, 'LAST_ADMINISTRATOR']);
    }
    const me = await portal.ask('session.me', undefined, { cookie });
    expect(me.json().result.data.roles).toEqual([{ role: 'administrator', modelKey: null }]);
  });
});
