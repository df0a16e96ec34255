import { createApiToken, revokeApiToken } from '@countersign/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

let portal: Portal;
let developer: TestPerson;
beforeAll(async () => {
  portal = await openPortal();
  developer = await portal.person('Dora Developer', 'developer', 'owner');
});
afterAll(() => portal.close());

const models = { url: '/api/v1/models' };

describe('an API token', () => {
  it('opens the REST API and tRPC’s queries as its person', async () => {
    const { secret } = await portal.token(developer);
    expect((await portal.rest(secret, models)).statusCode).toBe(200);
    const listed = await portal.ask('model.list', {}, { authorization: `Bearer ${secret}` });
    expect(listed.statusCode).toBe(200);
  });

  it('is kept as a digest', async () => {
    const { secret } = await portal.token(developer);
    const kept = await portal.house.pool.query<{ secret_hash: string }>('SELECT secret_hash FROM api_token');
    expect(JSON.stringify(kept.rows)).not.toContain(secret);
  });

  it.each([
    ['unknown', 'cs_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'],
    ['misshapen', "' OR 1=1 --"],
    ['empty', ''],
  ])('that is %s is refused, a good cookie beside it notwithstanding', async (_name, secret) => {
    const cookie = await portal.signIn(developer.email);
    const reply = await portal.app.inject({
      ...models,
      headers: { authorization: `Bearer ${secret}`, cookie },
    });
    expect([reply.statusCode, reply.json().error.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect(reply.headers['www-authenticate']).toBe('Bearer');
  });

  it('ends when it expires, is revoked, or its person leaves', async () => {
    const leaver = await portal.person('Lea Leaver', 'developer');
    const expiring = await portal.token(
      developer,
      ['read'],
      new Date(portal.house.clock().getTime() + 60_000),
    );
    const revoked = await portal.token(developer);
    const left = await portal.token(leaver);
    for (const { secret } of [expiring, revoked, left])
      expect((await portal.rest(secret, models)).statusCode).toBe(200);
    portal.later(61_000);
    await revokeApiToken(developer.context, { id: revoked.id });
    await portal.house.pool.query('UPDATE person SET active = false WHERE id = $1', [leaver.id]);
    for (const { secret } of [expiring, revoked, left])
      expect((await portal.rest(secret, models)).statusCode).toBe(401);
  });

  it('notes its last use at most once a minute', async () => {
    const { id, secret } = await portal.token(developer);
    const lastUsed = async () =>
      (
        await portal.house.pool.query<{ at: Date }>(
          'SELECT last_used_at AS at FROM api_token WHERE id = $1',
          [id],
        )
      ).rows[0]!.at;
    await portal.rest(secret, models);
    const first = await lastUsed();
    await portal.rest(secret, models);
    expect(await lastUsed()).toEqual(first);
    portal.later(61_000);
    await portal.rest(secret, models);
    expect((await lastUsed()).getTime()).toBeGreaterThan(first.getTime());
  });

  it('does what it was made for and nothing else', async () => {
    const reading = await portal.token(developer, ['read']);
    const registering = await portal.token(developer, ['register']);
    const made = {
      method: 'POST' as const,
      url: '/api/v1/models',
      payload: { key: 'scoped', name: 'S', purpose: 'P', tier: 'low' },
    };
    const refused = await portal.rest(reading.secret, made);
    expect([refused.statusCode, refused.json().error]).toMatchObject([
      403,
      { code: 'FORBIDDEN', detail: { scope: 'register' } },
    ]);
    expect((await portal.rest(registering.secret, made)).statusCode).toBe(201);
    expect((await portal.rest(registering.secret, models)).statusCode).toBe(403);
    const query = await portal.ask('model.list', {}, { authorization: `Bearer ${registering.secret}` });
    expect(query.statusCode).toBe(403);
  });

  it('changes nothing through tRPC, and can never sign', async () => {
    const reviewer = await portal.person('Rita Reviewer', 'reviewer');
    const { secret } = await portal.token(reviewer);
    const call = (procedure: string, payload: object) =>
      portal.app.inject({
        method: 'POST',
        url: `/api/trpc/${procedure}`,
        headers: { authorization: `Bearer ${secret}` },
        payload,
      });
    const codeOf = async (procedure: string, payload: object) =>
      (await call(procedure, payload)).json().error.data.countersign.code;
    const made = { key: 'not-made', name: 'N', purpose: 'P', tier: 'low' };
    expect(await codeOf('model.create', made)).toBe('FORBIDDEN');
    const digest = 'a'.repeat(64);
    const requestId = '01900000-0000-7000-8000-000000000000';
    const decided = { requestId, decision: 'endorse', substance: digest, presentation: digest };
    expect(await codeOf('signOff.reauthenticate', { ...decided, password: 'correct horse battery' })).toBe(
      'TOKEN_CANNOT_SIGN',
    );
  });

  it('is revoked by its person or an administrator alone', async () => {
    const stranger = await portal.person('Sam Stranger', 'viewer');
    const { id } = await portal.token(developer);
    await expect(revokeApiToken(stranger.context, { id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const administrator = await portal.person('Ada Administrator', 'administrator');
    await revokeApiToken(administrator.context, { id });
    await expect(revokeApiToken(administrator.context, { id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('one’s own tokens in the portal', () => {
  const made = { name: 'Nightly pipeline', scopes: ['register', 'read', 'read'] };

  it('are made with a secret that is told once, listed without it, and revoked at once', async () => {
    const person = await portal.person('Olga Own', 'developer');
    const cookie = await portal.signIn(person.email);
    const created = (await portal.call('token.create', made, cookie)).json().result.data;
    expect(created.secret).toMatch(/^cs_/);
    expect((await portal.rest(created.secret, models)).statusCode).toBe(200);
    const listed = await portal.ask('token.list', {}, { cookie });
    expect(listed.body).not.toContain(created.secret);
    expect(listed.json().result.data).toMatchObject({
      items: [
        { id: created.id, name: made.name, scopes: ['register', 'read'], revokedAt: null, expiresAt: null },
      ],
      next: null,
    });
    expect(listed.json().result.data.items[0].lastUsedAt).not.toBeNull();
    expect((await portal.call('token.revoke', { id: created.id }, cookie)).statusCode).toBe(200);
    expect((await portal.rest(created.secret, models)).statusCode).toBe(401);
    const after = await portal.ask('token.list', {}, { cookie });
    expect(after.json().result.data.items[0].revokedAt).not.toBeNull();
  });

  it('are nobody else’s: neither seen nor made for another, by an administrator neither, nor by a token', async () => {
    const administrator = await portal.person('Ari Administrator', 'administrator');
    const { secret } = await portal.token(developer);
    const cookie = await portal.signIn(administrator.email);
    expect((await portal.ask('token.list', {}, { cookie })).json().result.data.items).toEqual([]);
    const forged = await portal.call('token.create', { ...made, personId: developer.id }, cookie);
    const holder = (await portal.rest(forged.json().result.data.secret, { url: '/api/v1/predictions' }))
      .statusCode;
    expect(holder).toBe(403);
    const asked = { personId: developer.id, name: 'x', scopes: ['read'] as const };
    await expect(createApiToken(administrator.context, asked)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const byToken = await portal.app.inject({
      method: 'POST',
      url: '/api/trpc/token.create',
      headers: { authorization: `Bearer ${secret}` },
      payload: made,
    });
    expect(byToken.statusCode).toBe(403);
  });

  it.each([
    ['no name', { name: ' ' }],
    ['no scope', { scopes: [] }],
    ['an unknown scope', { scopes: ['sign'] }],
    ['an end that has passed', { expiresAt: '2020-01-01T00:00:00Z' }],
    ['an end on no day', { expiresAt: '2999-02-30T00:00:00Z' }],
  ])('are not made with %s', async (_name, over) => {
    const cookie = await portal.signIn(developer.email);
    const refused = await portal.call('token.create', { ...made, ...over }, cookie);
    expect([refused.statusCode, refused.json().error.data.countersign.code]).toEqual([400, 'BAD_INPUT']);
  });
});
