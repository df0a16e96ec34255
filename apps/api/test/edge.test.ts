import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { limits } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

let portal: Portal;
let developer: TestPerson;
let token: string;
let webRoot: string;
const logged: string[] = [];
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'countersign-web-'));
  await mkdir(join(webRoot, 'assets'));
  await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Countersign</title>');
  await writeFile(join(webRoot, 'assets/main-abc123.js'), 'export {};');
  portal = await openPortal({ webRoot, logged });
  developer = await portal.person('Dora Developer', 'developer', 'owner');
  token = (await portal.token(developer)).secret;
});
afterAll(async () => {
  await portal.close();
  await rm(webRoot, { recursive: true });
});

describe('every answer', () => {
  it.each(['/', '/api/v1/openapi.json', '/api/v1/nothing', '/healthz', '/api/trpc/session.welcome'])(
    'of %s is guarded',
    async (url) => {
      const { headers } = await portal.app.inject({ url });
      expect(headers['content-security-policy']).toBe(
        "default-src 'none';script-src 'self';style-src 'self';img-src 'self' data:;font-src 'self';connect-src 'self';frame-ancestors 'none';base-uri 'none';form-action 'self'",
      );
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['x-frame-options']).toBe('DENY');
      expect(headers['referrer-policy']).toBe('same-origin');
      expect(headers['x-request-id']).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
      expect(headers['access-control-allow-origin']).toBeUndefined();
    },
  );

  it('is logged without what was sent', async () => {
    logged.length = 0;
    await portal.call('session.signIn', { email: developer.email, password: 'a secret of mine' });
    await portal.rest(token, { url: '/api/v1/models?search=somebody' });
    const text = logged.join('');
    expect(text).toContain('"procedures":"session.signIn"');
    expect(text).toContain('"route":"/api/v1/models"');
    for (const secret of ['a secret of mine', token, developer.email, 'somebody'])
      expect(text).not.toContain(secret);
  });
});

describe('errors of the REST API', () => {
  const post = (
    payload: string | Buffer,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => portal.rest(token, { method: 'POST', url: '/api/v1/models', payload, headers });

  it.each([
    ['no JSON', '{"key":', undefined, 400, 'BAD_INPUT'],
    ['nothing', '', undefined, 400, 'BAD_INPUT'],
    ['a list', '[]', undefined, 400, 'BAD_INPUT'],
    ['null', 'null', undefined, 400, 'BAD_INPUT'],
    ['wrong types', '{"key":7,"name":{},"purpose":[],"tier":"huge"}', undefined, 400, 'BAD_INPUT'],
    ['a poisoned prototype', '{"__proto__":{"a":1}}', undefined, 400, 'BAD_INPUT'],
    ['deep nesting', '['.repeat(100_000), undefined, 400, 'BAD_INPUT'],
    [
      'another type',
      'key=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    ['plain text', 'x', { 'content-type': 'text/plain' }, 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['too much', ' '.repeat(limits.jsonBody + 1), undefined, 413, 'TOO_LARGE'],
  ] as const)('have one shape for a body of %s', async (_name, payload, headers, status, code) => {
    const reply = await post(payload, headers);
    expect([reply.statusCode, reply.json().error.code]).toEqual([status, code]);
    expect(Object.keys(reply.json().error)).toEqual(['code', 'message', 'detail', 'requestId']);
    expect(reply.json().error.requestId).toBe(reply.headers['x-request-id']);
  });

  it('name every field that is wrong', async () => {
    const { error } = (await post('{"key":"UPPER","name":"","purpose":"p","tier":"low"}')).json();
    expect(error.detail.problems.map(({ field }: { field: string }) => field)).toEqual(['key', 'name']);
  });

  it.each([
    '/api/v1/nothing',
    '/api/v1/models/UPPER',
    '/api/v1/models/x/versions/..%2f..',
    '/api/v1/models?limit=0',
    '/api/v1/models?limit=1000',
    '/api/v1/models?after=%00',
    '/api/v1/models/credit-risk/versions/1.0.0/files/..%2f..%2fetc%2fpasswd',
    '/api/v1/entries/x',
    '/api/v1/evidence/not-an-id',
    '/api/v1/%',
    '/api/v1/models/%ff',
  ])('are 4xx for %s', async (url) => {
    const reply = await portal.rest(token, { url });
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(reply.json().error.code).toMatch(/^(BAD_INPUT|NOT_FOUND)$/);
  });

  it('ask for somebody before anything else', async () => {
    for (const url of ['/api/v1/models', '/api/v1/entries', '/api/v1/predictions/x']) {
      const reply = await portal.app.inject({ url });
      expect([reply.statusCode, reply.json().error.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });

  it('tell nothing of a fault of ours', async () => {
    const { pool } = portal.house;
    const query = pool.query.bind(pool);
    Object.assign(pool, { query: () => Promise.reject(new Error('relation "secret_table" does not exist')) });
    try {
      const reply = await portal.rest(token, { url: '/api/v1/models' });
      expect([reply.statusCode, reply.json().error.code]).toEqual([500, 'INTERNAL']);
      expect(reply.body).not.toContain('secret_table');
      const trpc = await portal.ask('model.list', {}, { authorization: `Bearer ${token}` });
      expect(trpc.statusCode).toBe(500);
      expect(trpc.body).not.toContain('secret_table');
      expect(trpc.body).not.toContain('stack');
    } finally {
      Object.assign(pool, { query });
    }
  });
});

describe('tRPC', () => {
  it('refuses in its own shape, with our code', async () => {
    const cookie = await portal.signIn(developer.email);
    const bad = await portal.ask('version.read', { model: 'UPPER' }, { cookie });
    expect([bad.statusCode, bad.json().error.data.countersign.code]).toEqual([400, 'BAD_INPUT']);
    expect(bad.json().error.data.countersign.detail.problems[0].field).toBe('model');
    const unknown = await portal.ask('nothing.here', {}, { cookie });
    expect([unknown.statusCode, unknown.json().error.data.countersign.code]).toEqual([404, 'NOT_FOUND']);
    const missing = await portal.ask('model.read', { model: 'not-there' }, { cookie });
    expect([missing.statusCode, missing.json().error.data.countersign.code]).toEqual([404, 'NOT_FOUND']);
    const anonymous = await portal.ask('home.read');
    expect([anonymous.statusCode, anonymous.json().error.data.countersign.code]).toEqual([
      401,
      'UNAUTHENTICATED',
    ]);
    const broken = await portal.app.inject({
      method: 'POST',
      url: '/api/trpc/session.signIn',
      headers: { 'x-countersign': '1', 'content-type': 'application/json' },
      payload: '{',
    });
    expect([broken.statusCode, broken.json().error.data.countersign.code]).toEqual([400, 'BAD_INPUT']);
  });

  it('takes no change by GET, and no endless batch', async () => {
    const cookie = await portal.signIn(developer.email);
    const get = await portal.ask('session.signOut', {}, { cookie });
    expect(get.statusCode).toBe(405);
    const batch = Array(31).fill('session.me').join(',');
    const reply = await portal.app.inject({
      url: `/api/trpc/${batch}?batch=1&input=%7B%7D`,
      headers: { cookie },
    });
    expect(reply.statusCode).toBe(400);
  });
});

describe('the web app', () => {
  it('keeps files named by content for a year, and asks for the page every time', async () => {
    const asset = await portal.app.inject({ url: '/assets/main-abc123.js' });
    expect([asset.statusCode, asset.headers['cache-control']]).toEqual([
      200,
      'public, max-age=31536000, immutable',
    ]);
    for (const url of ['/', '/m/credit-risk/v/1.0.0', '/p/01900000-0000-7000-8000-000000000000']) {
      const page = await portal.app.inject({ url });
      expect([page.statusCode, page.headers['cache-control']]).toEqual([200, 'no-cache']);
      expect(page.body).toContain('<title>Countersign');
    }
  });

  it.each([
    '/api',
    '/api/',
    '/API/v1/models',
    '/api/v1/models/',
    '/api/v1//models',
    '//api/v1/models',
    '/api%2fv1/models',
    '/api/v1/models.',
    '/api/V1/models',
    '/ledger',
    '/ledger/checkpoint/',
    '/ledger//checkpoint',
    '/ledger/Checkpoint',
    '/ledger/tile/0/0',
    '/ledger/tile/0/000.p/256',
    '/ledger/tile/00/000',
    '/ledger/tile/0/x000/000',
    '/ledger/tile/entries/../entries/000',
    '/Ledger',
    '/assets/missing.js',
    '/healthz/',
    '/HEALTHZ',
    '/m//x',
  ])('does not answer for %s, and nothing else does', async (url) => {
    const reply = await portal.rest(token, { url });
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(reply.statusCode).toBeLessThan(500);
    expect(reply.json().error.code).toMatch(/^(NOT_FOUND|BAD_INPUT)$/);
  });

  it('is no answer to a change', async () => {
    expect((await portal.app.inject({ method: 'POST', url: '/m/x', payload: {} })).statusCode).toBe(404);
  });
});

describe('health', () => {
  it('is told without signing in', async () => {
    expect((await portal.app.inject({ url: '/healthz' })).json()).toEqual({ status: 'ok' });
    const ready = await portal.app.inject({ url: '/readyz' });
    expect([ready.statusCode, ready.json()]).toEqual([
      200,
      { status: 'ready', database: true, migrations: true, sequencer: true, ledger: true },
    ]);
  });
});
