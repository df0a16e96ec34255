import { freePort } from '@countersign/tooling/free-port';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createProvider } from '../src/sign-on/provider.ts';
import { Browser, client, openProvider, type TestProvider } from './identity-provider.ts';
import { openPortal, type Portal, password } from './open-portal.ts';

let provider: TestProvider;
let portal: Portal;
let url: string;

beforeAll(async () => {
  const port = await freePort();
  url = `http://localhost:${port}`;
  const callback = new URL('/api/sign-on/callback', url);
  provider = await openProvider(callback.href);
  portal = await openPortal({
    url,
    access: { passwords: 'emergency', signOn: 'Bank ID' },
    provider: createProvider(
      {
        issuer: provider.issuer,
        clientId: client.id,
        clientSecret: client.secret,
        name: 'Bank ID',
        scopes: 'openid profile email groups',
        groupsClaim: 'groups',
        roles: { 'model-risk': ['reviewer'], 'ml-admins': ['administrator', 'operator'] },
      },
      callback,
    ),
  });
  await portal.app.listen({ port, host: '127.0.0.1' });
});
afterAll(async () => {
  await portal.close();
  await provider.close();
});

const person = (over: Record<string, unknown> = {}) => ({ email_verified: true, ...over });
const signIn = async (account: string, next = '/inbox') => {
  const browser = new Browser();
  const page = await browser.goThrough(`${url}/api/sign-on?next=${encodeURIComponent(next)}`, account);
  return { browser, page };
};
const me = async (browser: Browser) => {
  const reply = await fetch(`${url}/api/trpc/session.me`, { headers: { cookie: browser.cookie(url) } });
  return ((await reply.json()) as { result: { data: MeReply | null } }).result.data;
};
interface MeReply {
  person: { id: string; name: string; email: string };
  roles: { role: string }[];
  proofs: { password: boolean; signOn: boolean };
}
const eventsOf = async (personId: string) => {
  const found = await portal.house.pool.query<{ event: string }>(
    'SELECT event FROM ledger_entry WHERE subject_id = $1 ORDER BY id',
    [personId],
  );
  return found.rows.map(({ event }) => event);
};

describe('signing in at an identity provider', () => {
  it('makes an account for somebody whose groups mean a role, and opens the page that was asked for', async () => {
    provider.claims.set(
      'rita',
      person({ name: 'Rita Risk', email: 'Rita@Bank.example', groups: ['model-risk', 'staff'] }),
    );
    const { browser, page } = await signIn('rita');
    expect(page.url.href).toBe(`${url}/inbox`);
    const known = await me(browser);
    expect(known).toMatchObject({
      person: { name: 'Rita Risk', email: 'rita@bank.example' },
      roles: [{ role: 'reviewer' }],
      proofs: { password: false, signOn: true },
    });
    expect(await eventsOf(known!.person.id)).toEqual([
      'person.added',
      'person.identity-linked',
      'role.granted',
    ]);
    const again = await signIn('rita');
    expect((await me(again.browser))?.person.id).toBe(known!.person.id);
    expect(await eventsOf(known!.person.id)).toHaveLength(3);
  });

  it('follows the groups, and leaves alone what an administrator granted', async () => {
    provider.claims.set('rita', person({ name: 'Rita Risk', email: 'rita@bank.example', groups: [] }));
    const { browser } = await signIn('rita');
    const known = await me(browser);
    expect(known?.roles).toEqual([]);
    expect((await eventsOf(known!.person.id)).at(-1)).toBe('role.revoked');
  });

  it('recognises an account by its verified address, and never by one that is only claimed', async () => {
    const dora = await portal.person('Dora Developer', 'developer');
    provider.claims.set('mallory', {
      name: 'Mallory',
      email: dora.email,
      email_verified: false,
      groups: ['model-risk'],
    });
    const refused = await signIn('mallory');
    expect(refused.page.url.pathname).toBe('/sign-in');
    expect(refused.page.url.searchParams.get('problem')).toContain('no account here');
    provider.claims.set('dora', person({ name: 'D.', email: dora.email, groups: [] }));
    const { browser } = await signIn('dora');
    expect(await me(browser)).toMatchObject({ person: { id: dora.id }, roles: [{ role: 'developer' }] });
  });

  it('refuses whoever has neither an account nor a role, and a closed account', async () => {
    provider.claims.set('guest', person({ name: 'Guest', email: 'guest@bank.example', groups: ['staff'] }));
    expect((await signIn('guest')).page.url.searchParams.get('problem')).toContain('no account here');
    const gone = await portal.person('Gone', 'viewer');
    provider.claims.set('gone', person({ name: 'Gone', email: gone.email }));
    await signIn('gone');
    await portal.house.pool.query('UPDATE person SET active = false WHERE id = $1', [gone.id]);
    const { browser, page } = await signIn('gone');
    expect([page.url.searchParams.get('problem'), await me(browser)]).toEqual([
      'Your account here is closed.',
      null,
    ]);
  });

  it('takes an answer only in the browser that asked, once, and follows no path of another site', async () => {
    const asked = await fetch(`${url}/api/sign-on`, { redirect: 'manual' });
    const state = new URL(asked.headers.get('location')!).searchParams.get('state');
    const stolen = await fetch(`${url}/api/sign-on/callback?code=x&state=${state}`, { redirect: 'manual' });
    expect(stolen.headers.get('location')).toContain('begun+in+another+browser');
    const { page } = await signIn('dora', '//evil.example/');
    expect(page.url.href).toBe(`${url}/`);
  });
});

describe('where passwords are off', () => {
  it('nobody signs in by password but the emergency account, and that is an entry', async () => {
    const dora = await portal.person('Dora Second', 'administrator');
    const tried = await portal.call('session.signIn', { email: dora.email, password });
    expect([tried.statusCode, tried.json().error.message]).toEqual([
      401,
      'Address or password is wrong. Passwords are off here: use Bank ID or a passkey.',
    ]);
    await portal.house.pool.query('UPDATE person SET emergency = true WHERE id = $1', [dora.id]);
    const opened = await portal.call('session.signIn', { email: dora.email, password });
    expect(opened.statusCode).toBe(200);
    expect(await eventsOf(dora.id)).toContain('person.emergency-signed-in');
  });
});

describe('signing after the provider asked again', () => {
  const decision = {
    requestId: '00000000-0000-7000-8000-000000000000',
    decision: 'endorse',
    substance: 'a'.repeat(64),
    presentation: 'a'.repeat(64),
  };
  const call = async (browser: Browser, procedure: string, input: object, kind: 'query' | 'mutation') => {
    const headers = { 'x-countersign': '1', 'content-type': 'application/json', cookie: browser.cookie(url) };
    const path = `${url}/api/trpc/${procedure}`;
    const reply =
      kind === 'query'
        ? await fetch(`${path}?input=${encodeURIComponent(JSON.stringify(input))}`, { headers })
        : await fetch(path, { method: 'POST', headers, body: JSON.stringify(input) });
    return ((await reply.json()) as { result: { data: unknown } }).result.data;
  };

  it('is granted to the person who began, by an authentication that came after', async () => {
    const { browser } = await signIn('dora');
    const { grant } = (await call(browser, 'signOff.startStepUp', decision, 'mutation')) as { grant: string };
    expect(await call(browser, 'signOff.isGrantVerified', { grant }, 'query')).toBe(false);
    const stepUp = `${url}/api/sign-on/step-up?grant=${grant}`;
    // The provider has a session of this browser, and must ask again all the same.
    expect((await browser.open(stepUp)).text).toContain('name="prompt" value="login"');
    const page = await browser.goThrough(stepUp, 'dora');
    expect(page.url.href).toBe(`${url}/sign-on-done`);
    expect(await call(browser, 'signOff.isGrantVerified', { grant }, 'query')).toBe(true);
    const stored = await portal.house.pool.query(
      'SELECT assurance FROM sign_grant WHERE verified AND person_id = $1',
      [(await me(browser))!.person.id],
    );
    expect(stored.rows).toEqual([{ assurance: 'server-key/single-sign-on' }]);
  });

  it('is not granted where somebody else answers', async () => {
    const { browser } = await signIn('dora');
    const { grant } = (await call(browser, 'signOff.startStepUp', decision, 'mutation')) as { grant: string };
    browser.forget(provider.issuer);
    const page = await browser.goThrough(`${url}/api/sign-on/step-up?grant=${grant}`, 'rita');
    expect(page.url.searchParams.get('problem')).toContain('Somebody else');
    expect(await call(browser, 'signOff.isGrantVerified', { grant }, 'query')).toBe(false);
  });
});
