import type { AddressInfo } from 'node:net';
import { createConnection } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPortal, type Portal, type TestPerson } from './open-portal.ts';

let portal: Portal;
let developer: TestPerson;
let token: string;
let cookie: string;
beforeAll(async () => {
  portal = await openPortal();
  developer = await portal.person('Dora Developer', 'developer', 'owner', 'operator');
  token = (await portal.token(developer)).secret;
  cookie = await portal.signIn(developer.email);
});
afterAll(() => portal.close());

const made = { key: 'hostile', name: 'Hostile', purpose: 'a test', tier: 'low' };
const post = (url: string, payload: string | Buffer | object, headers: Record<string, string> = {}) =>
  portal.rest(token, {
    method: 'POST',
    url: `/api/v1${url}`,
    payload,
    headers: { 'content-type': 'application/json', ...headers },
  });
const codeOf = (reply: { body: string }) => {
  const { error } = JSON.parse(reply.body);
  return error.code !== undefined && typeof error.code === 'string'
    ? error.code
    : error.data.countersign.code;
};
const nested = (depth: number) => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;

describe('what could not be kept as it is', () => {
  const unsound = ['\0', 'a\0b', '\ud800', 'x\udfff'];

  it.each(unsound)('is refused over REST, in any text: %j', async (text) => {
    const at = '/models/any/versions/1.0.0';
    const replies = [
      await post('/models', { ...made, name: text }),
      await post('/models', { ...made, purpose: text }),
      await post(`${at}/requests`, { gate: 'review', comment: text }),
      await post(`${at}/standing/mark`, { standing: 'blocked', severity: 'low', reason: text }),
      await post('/models/any/deployments', { version: '1.0.0', environment: text, role: 'champion' }),
      await post('/models/any/invocations', { inputs: { [text]: 1 } }),
      await post('/models', { ...made, name: text }, { 'idempotency-key': `unsound-${text.length}` }),
    ];
    expect(replies.map((reply) => [reply.statusCode, codeOf(reply)])).toEqual(
      replies.map(() => [400, 'BAD_INPUT']),
    );
  });

  it.each(['/models/any/invocations?environment=%00', '/deployments?environment=a%00', '/entries?event=%00'])(
    'is refused in an address: %s',
    async (url) => {
      const method = url.includes('invocations') ? 'POST' : 'GET';
      const reply = await portal.rest(token, {
        method,
        url: `/api/v1${url}`,
        ...(method === 'POST' ? { payload: { inputs: {} } } : {}),
      });
      expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'BAD_INPUT']);
    },
  );

  it.each(unsound)('is refused through tRPC: %j', async (text) => {
    const version = { model: 'any', version: '1.0.0' };
    const replies = [
      await portal.call('model.create', { ...made, name: text }, cookie),
      await portal.call('version.addErratum', { ...version, text }, cookie),
      await portal.call('version.amend', { ...version, expectedRevision: 1, releaseNotes: text }, cookie),
      await portal.call('deployment.stop', { ...version, environment: text }, cookie),
      await portal.call('session.signIn', { email: 'a@example.org', password: text }),
      await portal.ask('find.search', { q: text }, { cookie }),
    ];
    expect(replies.map((reply) => [reply.statusCode, codeOf(reply)])).toEqual(
      replies.map(() => [400, 'BAD_INPUT']),
    );
  });

  it('is refused where it nests without end, with and without an Idempotency-Key', async () => {
    const text = `{"key":${nested(20_000)}}`;
    for (const headers of [{}, { 'idempotency-key': 'deep' }]) {
      const reply = await post('/models', text, headers as Record<string, string>);
      expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'BAD_INPUT']);
    }
    const trpc = await portal.app.inject({
      method: 'POST',
      url: '/api/trpc/version.amend',
      headers: { 'x-countersign': '1', 'content-type': 'application/json', cookie },
      payload: `{"model":"any","version":"1","expectedRevision":1,"datasets":[{"name":"a","kind":"uri","source":${nested(20_000)}}]}`,
    });
    expect([trpc.statusCode, codeOf(trpc)]).toEqual([400, 'BAD_INPUT']);
  });

  it('is refused where it is no UTF-8, rather than read as other letters', async () => {
    const latin1 = Buffer.from('{"key":"latin","name":"caf\xe9","purpose":"p","tier":"low"}', 'latin1');
    const reply = await post('/models', latin1);
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'BAD_INPUT']);
  });

  it.each([
    ['a blank name', { name: ' \t ' }],
    ['a name of two lines', { name: 'one\ntwo' }],
    ['a name that turns the reading direction', { name: 'safe\u202eelbasu' }],
    ['a blank purpose', { purpose: ' ' }],
  ])('is refused where it says nothing or misleads: %s', async (_name, over) => {
    const reply = await post('/models', { ...made, ...over });
    expect([reply.statusCode, codeOf(reply)]).toEqual([400, 'BAD_INPUT']);
  });
});

describe('packed bodies', () => {
  it.each([
    ['/models', 'application/json'],
    ['/predictions', 'application/x-ndjson'],
  ])('are not unpacked: POST %s', async (url, type) => {
    const bomb = gzipSync(Buffer.alloc(1_000_000, 32));
    const reply = await post(url, bomb, { 'content-type': type, 'content-encoding': 'gzip' });
    expect([reply.statusCode, codeOf(reply)]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  });
});

describe('a batch', () => {
  it('of more rows than the limit is TOO_LARGE, whichever way it is written', async () => {
    await post('/models', { ...made, key: 'batches' });
    const url = '/models/batches/invocations';
    for (const payload of [
      { inputs: Array(10_001).fill({ a: 1 }) },
      { dataframe_split: { columns: ['a'], data: Array(10_001).fill([1]) } },
    ]) {
      const reply = await post(url, payload);
      expect([reply.statusCode, codeOf(reply), JSON.parse(reply.body).error.detail]).toEqual([
        413,
        'TOO_LARGE',
        { maxRows: 10_000 },
      ]);
    }
  });
});

describe('what is no HTTP', () => {
  let port: number;
  beforeAll(async () => {
    await portal.app.listen({ port: 0, host: '127.0.0.1' });
    port = (portal.app.server.address() as AddressInfo).port;
  });
  const answerTo = (text: string) =>
    new Promise<string>((resolve, reject) => {
      let answer = '';
      const socket = createConnection(port, '127.0.0.1', () => socket.write(text));
      socket.on('data', (chunk) => {
        answer += chunk.toString();
      });
      socket.on('close', () => resolve(answer));
      socket.on('error', reject);
    });

  it.each([
    ['GARBAGE\r\n\r\n', 400, 'BAD_INPUT'],
    ['GET / HTTP/1.1\r\nhost: a\r\nx y: z\r\n\r\n', 400, 'BAD_INPUT'],
    [`GET /${'x'.repeat(20_000)} HTTP/1.1\r\nhost: a\r\n\r\n`, 431, 'TOO_LARGE'],
    [
      'POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
      'BAD_INPUT',
    ],
  ])('is answered in the one shape', async (text, status, code) => {
    const [head = '', body = ''] = (await answerTo(text)).split('\r\n\r\n');
    expect(head).toContain(`HTTP/1.1 ${status} `);
    const { error } = JSON.parse(body);
    expect(Object.keys(error)).toEqual(['code', 'message', 'detail', 'requestId']);
    expect(error.code).toBe(code);
  });
});
