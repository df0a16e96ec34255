import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { runCommand } from '../src/run-command.ts';

const id = '01900000-0000-7000-8000-000000000001';
const pdf = Buffer.from('a report on paper');
const digest = createHash('sha256').update(pdf).digest('hex');
const row = {
  id,
  serial: 'CS-2026-000007',
  about: 'credit-risk',
  entries: 12,
  number: 340,
  step: null,
  done: 0,
  total: 0,
  problem: null,
  files: [{ format: 'pdf', digest, bytes: pdf.length }],
};
let folder: string;
let server: Server;
let asked: { method: string; url: string; body: unknown }[] = [];
let states: object[] = [];
/** Answers to what is fetched. */
let file: (reply: ServerResponse) => void;

async function answer(request: IncomingMessage, reply: ServerResponse): Promise<void> {
  let text = '';
  for await (const part of request) text += part;
  const { method = '', url = '' } = request;
  asked.push({ method, url, body: text && JSON.parse(text) });
  const json = (value: object, status = 200) => {
    reply.writeHead(status, { 'content-type': 'application/json' });
    reply.end(JSON.stringify(value));
  };
  if (method === 'POST' && url.endsWith('/reports')) return json({ id, serial: row.serial }, 202);
  if (method === 'POST')
    return json({
      id: '9',
      path: '/portal/api/v1/packs/9',
      receipt: { number: 341, entryIds: ['9'], at: '' },
    });
  if (url.endsWith(`/reports/${id}`)) return json(states.length > 1 ? states.shift()! : states[0]!);
  file(reply);
}

async function run(...given: string[]) {
  const written = { out: '', aside: '' };
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/portal`;
  const code = await runCommand(['export', ...given, '--token', 'cs_test', '--url', url], {
    environment: {},
    out: (text) => {
      written.out += text;
    },
    aside: (text) => {
      written.aside += text;
    },
  });
  return { code, ...written };
}
const at = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'countersign-export-'));
  server = createServer((request, reply) => void answer(request, reply));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  asked = [];
  states = [{ ...row, state: 'done' }];
  file = (reply) => reply.end(pdf);
});

it('makes a report, waits with its progress, saves the file and prints its digest', async () => {
  states = [
    { ...row, state: 'queued' },
    { ...row, state: 'running', step: 'collecting', done: 1, total: 4 },
    { ...row, state: 'done' },
  ];
  const given = [
    '--model',
    'credit-risk',
    '--version',
    '1.1.0',
    '--from',
    '2026-10-01',
    '--to',
    '2026-10-31',
  ];
  const { code, out, aside } = await run(at('a.pdf'), ...given, '--zone', 'Europe/Berlin');
  expect([code, aside]).toEqual([0, expect.stringContaining('Reading the ledger, 25 %')]);
  expect(out).toBe(
    `${digest}  ${at('a.pdf')}\nReport CS-2026-000007 on credit-risk: 12 entries, recorded as entry 340\n`,
  );
  expect(await readFile(at('a.pdf'))).toEqual(pdf);
  expect(asked[0]).toMatchObject({
    url: '/portal/api/v1/reports',
    body: {
      kind: 'record',
      versions: [{ model: 'credit-risk', version: '1.1.0' }],
      period: { from: '2026-10-01', to: '2026-10-31', zone: 'Europe/Berlin' },
    },
  });
});

it('saves the evidence pack of a report, or of entries alone, where the file is a ZIP', async () => {
  expect((await run(at('b.zip'), '--json')).code).toBe(0);
  expect(asked.at(-1)!.url).toBe(`/portal/api/v1/reports/${id}/pack`);
  const { code, out } = await run(at('c.zip'), '--entries', '1-3,7');
  expect([code, out]).toEqual([0, expect.stringContaining('recorded as entry 341')]);
  expect(out).toContain(`countersign verify ${at('c.zip')} --key KEY`);
  expect(asked.slice(-2)).toMatchObject([
    {
      url: '/portal/api/v1/packs',
      body: {
        entries: [
          [1, 3],
          [7, 7],
        ],
      },
    },
    { method: 'GET', url: '/portal/api/v1/packs/9' },
  ]);
});

it('leaves no file, and says why, where a report fails, breaks off or is another than the ledger says', async () => {
  states = [{ ...row, state: 'failed', problem: 'The disk is full.' }];
  expect(await run(at('d.pdf'))).toMatchObject({
    code: 1,
    aside: expect.stringContaining('The disk is full.'),
  });
  states = [{ ...row, state: 'done' }];
  file = (reply) => reply.end('another');
  expect(await run(at('d.pdf'))).toMatchObject({
    code: 2,
    aside: expect.stringContaining(`the ledger has ${digest}`),
  });
  file = (reply) => {
    reply.writeHead(200, { 'content-length': 1_000 });
    reply.write('a part', () => reply.destroy());
  };
  expect((await run(at('d.zip'))).code).toBe(2);
  expect((await readdir(folder)).filter((name) => name.startsWith('d.'))).toEqual([]);
});

it('writes nothing over and asks for nothing where it is used wrongly', async () => {
  await writeFile(at('kept.pdf'), 'kept');
  for (const given of [
    [at('kept.pdf')],
    [at('e.txt')],
    [at('e.pdf'), '--entries', '1-3'],
    [at('e.zip'), '--entries', '7-3'],
    [at('e.zip'), '--from', '2026-10-01'],
    [at('e.zip'), '--kind', 'everything'],
    [at('e.zip'), '--version', '1.0.0'],
  ])
    expect([given, (await run(...given)).code]).toEqual([given, 2]);
  expect(asked).toEqual([]);
  expect(await readFile(at('kept.pdf'), 'utf8')).toBe('kept');
  expect(existsSync(at('e.zip'))).toBe(false);
});
