import { createHash } from 'node:crypto';
import { closeAccount, endSessions, revokeApiToken, revokeRole } from '@countersign/governance';
import { roles } from '@countersign/lifecycle';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { routes } from '../src/rest/routes.ts';
import { appRouter } from '../src/trpc/router.ts';
import { anything, at, digest, manifest, nobodys, schema, special } from './authority-inputs.ts';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

/**
 * Row 13 of the proofs: every route and every procedure, asked by each role and by nobody, held against a table that is
 * read by people. `Y`: let through to what the request itself is worth; `.`: refused for want of a role (403); `-`: for
 * want of anybody known (401); `?`: nothing has that id, and roles are asked of what is there. Everything is about one model, with global roles. The last four were all administrators: their session was ended and their token revoked, their
 * token is over, their account was closed, or their role was taken away.
 */
let portal: Portal;
interface Caller {
  readonly name: string;
  readonly id: string;
  readonly token: string | null;
  readonly cookie: string | null;
}
const callers: Caller[] = [];
let predictionId = nobodys;
let requestId = nobodys;
let recallId = nobodys;

beforeAll(async () => {
  portal = await openPortal();
  const maker = await portal.person('Maker', 'developer');
  const { secret } = await portal.token(maker);
  const send = async (
    method: 'PUT' | 'POST',
    url: string,
    payload: object | string,
    type = 'application/json',
  ) => {
    const reply = await portal.rest(secret, { method, url, payload, headers: { 'content-type': type } });
    if (reply.statusCode >= 300) throw new Error(reply.body);
    return reply;
  };
  await send('POST', '/api/v1/models', { key: at.model, name: 'Asked', purpose: 'a test', tier: 'low' });
  const files = [];
  for (const [path, kind, text] of [
    ['README.md', 'documentation', 'text'],
    ['schema.json', 'schema', JSON.stringify(schema)],
  ] as const) {
    const sha256 = createHash('sha256').update(text).digest('hex');
    await send('PUT', `/api/v1/uploads/${sha256}`, text, 'application/octet-stream');
    files.push({ path, kind, sha256, size: text.length });
  }
  await send('POST', `/api/v1/models/${at.model}/versions`, {
    ...manifest,
    files,
    requestReview: { comment: 'c' },
  });
  const page = await portal.rest(secret, { url: `/api/v1/models/${at.model}/versions/${at.version}` });
  requestId = page.json().gates[0].request.id;
  const claim = { id: 'one', timestamp: '2026-01-01T00:00:00Z', ...at, consumer: 'c', inputs: { x: 1 } };
  const line = JSON.stringify({ ...claim, outputs: { y: 1 } });
  const ingested = await send('POST', '/api/v1/predictions', line, 'application/x-ndjson');
  expect(ingested.json()).toMatchObject({ accepted: 1 });
  const read = await portal.rest(secret, { url: '/api/v1/predictions/one' });
  predictionId = read.json().id;
  const marked = await send('POST', `/api/v1/models/${at.model}/versions/${at.version}/standing/mark`, {
    standing: 'advisory',
    severity: 'low',
    reason: 'r',
  });
  recallId = marked.json().recallId;
  await send('POST', `/api/v1/models/${at.model}/experiments/asked/runs`, { runs: [{ run: 'asked' }] });
  for (const role of [...roles, null]) {
    const person: TestPerson | null = role && (await portal.person(`The ${role}`, role));
    callers.push({
      name: role ?? 'nobody',
      id: person?.id ?? nobodys,
      token: person && (await portal.token(person)).secret,
      cookie: person && (await portal.signIn(person.email)),
    });
  }
  callers.push(...(await callersOfThePast()));
});
afterAll(() => portal.close());

/** Administrators until a moment ago, each with what they still hold in their hands. */
async function callersOfThePast(): Promise<Caller[]> {
  const past = async (name: string, label: string, tokenMs?: number) => {
    const person = await portal.person(name, 'administrator');
    const end = tokenMs && new Date(portal.house.clock().getTime() + tokenMs);
    const { id, secret } = await portal.token(person, undefined, end || undefined);
    return {
      name: label,
      id: person.id,
      tokenId: id,
      token: secret,
      cookie: await portal.signIn(person.email),
    };
  };
  const session = await past('Whose session ended', 'session');
  const expired = await past('Whose token is over', 'expired', 60_000);
  const closed = await past('Whose account closed', 'closed');
  const stripped = await past('Whose role was taken', 'role');
  const { context } = await portal.person('Who ends them', 'administrator');
  await endSessions(context, { personId: session.id });
  await revokeApiToken(context, { id: session.tokenId });
  await closeAccount(context, { personId: closed.id });
  await revokeRole(context, { personId: stripped.id, role: 'administrator' });
  portal.later(60_000);
  // With tRPC, too, this one comes with the token alone.
  return [session, { ...expired, cookie: null }, closed, stripped];
}

/** A request that does not even have its shape says nothing about authority. */
const misshapen = '"problems":[{"field"';

const mark = (status: number): string => {
  if (status >= 500 && status !== 503) return `${status}!`;
  return { 401: '-', 403: '.', 404: '?' }[status] ?? 'Y';
};
const table = (rows: readonly (readonly [string, readonly string[]])[]): string => {
  // Wide enough for every name, so that a longer one does not change every line.
  const width = 72;
  const head = ''.padEnd(width) + callers.map(({ name }) => name.slice(0, 5).padEnd(6)).join('');
  const lines = rows.map(([name, marks]) => name.padEnd(width) + marks.map((one) => one.padEnd(6)).join(''));
  return `${[head, ...lines].map((line) => line.trimEnd()).join('\n')}\n`;
};

/** All of them at once: nobody's authority hangs on who asked before. */
const askedByEach = (ask: (caller: Caller) => Promise<string>) => Promise.all(callers.map(ask));

/** What an address does not go without. */
const queries: Readonly<Record<string, string>> = {
  '/models/{model}/experiments/{experiment}/runs/{run}/history': '?metric=m',
  '/outcomes': `?model=${at.model}`,
  '/as-of/models': `?asOf=${anything.asOf}`,
  '/as-of/roles': `?asOf=${anything.asOf}`,
  '/search': '?q=asked',
  '/lineage': `?around=version:${nobodys}&model=${at.model}`,
  '/lineage/expansion': `?node=version:${nobodys}&direction=up`,
  '/lineage/reach': `?node=version:${nobodys}`,
};

it('every route of the REST API lets through whom the table names, and nobody else', async () => {
  const rows: [string, string[]][] = [];
  for (const { method, path, body } of routes) {
    const values: Record<string, string> = {
      ...at,
      before: at.version,
      after: at.version,
      advisoryId: `x_COUNTERSIGN-${nobodys}`,
      id: /^\/(entries|packs)/.test(path) ? '1' : predictionId,
      number: '1',
      recallId,
      sha256: digest,
      path: 'README.md',
      experiment: 'asked',
      run: 'asked',
      document: 'model-card.md',
      format: 'pdf',
      file: 'population',
    };
    const url = path.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? nobodys);
    const query = queries[path] ?? '';
    const isLines = body !== undefined && 'ndjson' in body;
    const isBytes = body !== undefined && 'bytes' in body;
    const marks = await askedByEach(async ({ token }) => {
      const reply = await portal.app.inject({
        method,
        url: `/api/v1${url}${query}`,
        headers: {
          ...(token ? { authorization: `Bearer ${token}` } : {}),
          ...(isLines ? { 'content-type': 'application/x-ndjson' } : {}),
          ...(isBytes ? { 'content-type': 'application/octet-stream' } : {}),
        },
        ...(isLines ? { payload: '{}\n' } : isBytes ? { payload: 'text' } : {}),
        ...(body && 'json' in body ? { payload: special[`${method} ${path}`] ?? anything } : {}),
      });
      expect(reply.body, `${method} ${path}`).not.toContain(misshapen);
      return mark(reply.statusCode);
    });
    rows.push([`${method} ${path}`, marks]);
  }
  await expect(table(rows)).toMatchFileSnapshot('authority-rest.txt');
}, 180_000);

/** By session and by token; a stream that begins is left at once. */
const liveStatus = async (path: string, headers: Record<string, string>): Promise<number> => {
  const reply = await portal.app.inject({
    url: path,
    headers: { 'x-countersign': '1', ...headers },
    payloadAsStream: true,
  });
  reply.raw.res.destroy();
  return reply.statusCode;
};

it('the live stream begins for signed-in people with a role, under its one path', async () => {
  const marks: Record<'session' | 'token', string[]> = { session: [], token: [] };
  for (const { cookie, token } of callers) {
    marks.session.push(mark(await liveStatus('/api/live', cookie ? { cookie } : {})));
    marks.token.push(mark(await liveStatus('/api/live', token ? { authorization: `Bearer ${token}` } : {})));
  }
  const rows = Object.entries(marks).map(([by, row]) => [`GET /api/live, by ${by}`, row] as const);
  await expect(table(rows)).toMatchFileSnapshot('authority-live.txt');
  const cookie = callers[0]!.cookie!;
  const variants = '/api/live/ //api/live /api//live /api%2flive /API/live /api/Live /api/live.'.split(' ');
  for (const path of variants) expect([path, await liveStatus(path, { cookie })]).toEqual([path, 404]);
});

it('the ledger is open to everybody, its entries to readers of all of it', async () => {
  const rows: [string, string[]][] = [];
  for (const path of [
    'checkpoint',
    'checkpoint/1',
    'key',
    'keys',
    'tile/0/000.p/1',
    'tile/entries/000.p/1',
  ]) {
    const marks: string[] = [];
    for (const { token } of callers) {
      const headers = token ? { authorization: `Bearer ${token}` } : {};
      marks.push(mark((await portal.app.inject({ url: `/ledger/${path}`, headers })).statusCode));
    }
    rows.push([`GET /ledger/${path}`, marks]);
  }
  // A cosignature is its own authority: whoever brings it may be anybody.
  const marks: string[] = [];
  for (const { token } of callers) {
    const headers = { 'content-type': 'text/plain', ...(token ? { authorization: `Bearer ${token}` } : {}) };
    const url = '/ledger/cosignatures';
    marks.push(mark((await portal.app.inject({ method: 'POST', url, headers, payload: 'none' })).statusCode));
  }
  rows.push(['POST /ledger/cosignatures', marks]);
  await expect(table(rows)).toMatchFileSnapshot('authority-ledger.txt');
});

/** Signing in is asked by whoever is nobody yet, and has tests of its own. */
/** Whoever holds a link needs nothing else. */
const byLink = ['mailbox.openLink', 'mailbox.confirm', 'notice.openLink', 'notice.answerByLink'];
const isOpen = (name: string) => name.startsWith('session.') || byLink.includes(name);

it('every procedure lets through whom the table names, and nobody else', async () => {
  const rows: [string, string[]][] = [];
  const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>;
  for (const [name, { _def }] of Object.entries(procedures)) {
    if (isOpen(name)) continue;
    const marks = await askedByEach(async ({ cookie, id, token }) => {
      const headers: Record<string, string> = cookie
        ? { cookie }
        : token
          ? { authorization: `Bearer ${token}` }
          : {};
      const input = /^(?:signOff|claim)\./.test(name)
        ? { ...anything, ...special[name], requestId }
        : /^recall\.(?:complete|close|board)$/.test(name)
          ? { ...special[name], recallId }
          : (special[name] ?? anything);
      const reply =
        _def.type === 'query'
          ? await portal.ask(name, input, headers)
          : await portal.call(name, input, headers);
      expect(reply.body, name).not.toContain(misshapen);
      if (name === 'person.grantRole') {
        const own = await portal.call(name, { personId: id, role: 'approver' }, headers);
        expect([401, 403]).toContain(own.statusCode);
      }
      return mark(reply.statusCode);
    });
    rows.push([name, marks]);
  }
  await expect(table(rows)).toMatchFileSnapshot('authority-trpc.txt');
}, 180_000);
