import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invitePerson } from '@countersign/governance';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, password } from './open-portal.ts';

const url = 'https://governance.bank.example/countersign';
let portal: Portal;
let webRoot: string;
beforeAll(async () => {
  webRoot = await mkdtemp(join(tmpdir(), 'countersign-web-'));
  await mkdir(join(webRoot, 'assets'));
  await writeFile(
    join(webRoot, 'index.html'),
    '<meta name="countersign-base" content="" /><link href="./icon.svg"><script src="./assets/main-abc.js"></script>',
  );
  await writeFile(join(webRoot, 'assets/main-abc.js'), 'export {};');
  portal = await openPortal({
    url,
    trustProxy: ['127.0.0.1'],
    webRoot,
    provider: {
      name: 'Bank ID',
      begin: async () => ({
        url: new URL('https://login.bank.example/authorize'),
        ticket: { state: 's', nonce: 'n', verifier: 'v' },
      }),
      finish: async (answer) => {
        answers.push(answer.href);
        return {
          identity: { issuer: 'i', subject: 's', name: 'Ida', email: 'ida@bank.example', roles: ['viewer'] },
          authenticatedAt: null,
        };
      },
    },
  });
});
const answers: string[] = [];
afterAll(async () => {
  await portal.close();
  await rm(webRoot, { recursive: true });
});
const get = (path: string, headers: Record<string, string> = {}) => portal.app.inject({ url: path, headers });

describe('a portal below a path', () => {
  it.each([
    '/countersign',
    '/countersign/',
    '/countersign/m/credit-risk/v/1.0.0',
    '/m/credit-risk',
    '/countersign/index.html',
  ])(
    'answers %s with the page, whose files are named from the root of the host, under the same policy',
    async (path) => {
      const page = await get(path);
      expect([page.statusCode, page.body]).toEqual([
        200,
        '<meta name="countersign-base" content="/countersign" /><link href="/countersign/icon.svg"><script src="/countersign/assets/main-abc.js"></script>',
      ]);
      expect(page.headers['content-security-policy']).toContain("base-uri 'none'");
    },
  );

  it.each([
    ['/countersign/assets/main-abc.js', 200],
    ['/assets/main-abc.js', 200],
    ['/countersign/healthz', 200],
    ['/countersign/api/v1/openapi.json', 200],
    ['/countersign/api/v1/models', 401],
    ['/countersign/api/live', 401],
    ['/countersign/api/trpc/home.read', 401],
    ['/countersign/api/v1/nothing', 404],
    ['/countersignapi/v1/models', 200],
    ['/countersign//api/v1/models', 400],
    ['/countersign/countersign/api/v1/models', 200],
    ['/Countersign/api/v1/models', 200],
  ])('answers %s with %i, whether the proxy strips the path or not', async (path, status) => {
    const reply = await get(path);
    expect(reply.statusCode).toBe(status);
    // What is no address of the API may be a page of the web app, and is nothing else.
    if (status === 200 && path.endsWith('/v1/models')) expect(reply.body).toContain('<meta');
  });

  it('signs in with a cookie of its own path, which other applications of the host never get', async () => {
    const person = await portal.person('Paula Path', 'administrator');
    const reply = await portal.app.inject({
      method: 'POST',
      url: '/countersign/api/trpc/session.signIn',
      headers: { 'x-countersign': '1', origin: 'https://governance.bank.example' },
      payload: { email: person.email, password },
    });
    const cookie = String(reply.headers['set-cookie']);
    expect(cookie).toMatch(
      /^__Secure-countersign=\S+; HttpOnly; Max-Age=\d+; Path=\/countersign; SameSite=Lax; Secure$/,
    );
    const me = await get('/countersign/api/trpc/session.me', { cookie: cookie.split(';', 1)[0]! });
    expect(me.json().result.data.person.email).toBe(person.email);
    const out = await portal.app.inject({
      method: 'POST',
      url: '/countersign/api/trpc/session.signOut',
      headers: { 'x-countersign': '1', cookie: cookie.split(';', 1)[0]! },
      payload: {},
    });
    expect(String(out.headers['set-cookie'])).toMatch(
      /^__Secure-countersign=; .*Max-Age=0; Path=\/countersign;/,
    );
    const invited = await invitePerson(person.context, { name: 'New', email: 'new@bank.example' });
    expect(invited.url).toMatch(/^https:\/\/governance\.bank\.example\/countersign\/choose-password#/);
  });

  it('believes its proxy alone about where somebody comes from', async () => {
    const person = await portal.person('Pia Proxied', 'viewer');
    const addressOf = async (remoteAddress: string) => {
      const reply = await portal.app.inject({
        method: 'POST',
        url: '/countersign/api/trpc/session.signIn',
        remoteAddress,
        headers: { 'x-countersign': '1', 'x-forwarded-for': '203.0.113.7' },
        payload: { email: person.email, password },
      });
      expect(reply.statusCode).toBe(200);
      const found = await portal.house.pool.query<{ address: string }>(
        'SELECT address FROM session WHERE person_id = $1 ORDER BY created_at DESC LIMIT 1',
        [person.id],
      );
      return found.rows[0]?.address;
    };
    expect(await addressOf('127.0.0.1')).toBe('203.0.113.7');
    expect(await addressOf('198.51.100.9')).toBe('198.51.100.9');
  });

  it('comes back from the identity provider to its path', async () => {
    const left = await get('/countersign/api/sign-on?next=%2Finbox');
    const cookie = String(left.headers['set-cookie']);
    expect(cookie).toContain('; Path=/countersign/api/sign-on;');
    const back = await get('/countersign/api/sign-on/callback?code=c&state=s', {
      cookie: cookie.split(';', 1)[0]!,
    });
    expect([back.statusCode, back.headers.location]).toEqual([302, '/countersign/inbox']);
    expect(answers).toEqual([`${url}/api/sign-on/callback?code=c&state=s`]);
    const failed = await get('/countersign/api/sign-on/callback?code=c&state=s');
    expect(failed.headers.location).toMatch(/^\/countersign\/sign-in\?problem=/);
  });

  it('describes its interface at its path', async () => {
    const document = (await get('/countersign/api/v1/openapi.json')).json();
    expect(document.servers).toEqual([{ url: `${url}/api/v1` }]);
    expect(JSON.stringify(document.components.securitySchemes)).toContain('__Secure-countersign');
  });
});
