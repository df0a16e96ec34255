import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConsumerDeclaration, type ConsumerDeclared } from '@countersign/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCommand } from '../src/run-command.ts';

const declaration = {
  consumer: 'train-dispatch',
  name: 'Train dispatch',
  purpose: 'Decides how many trains run',
  uses: [{ model: 'ridership-demand', environment: 'production', kind: 'batch', cadenceMinutes: 1_440 }],
};
let folder: string;
let server: Server;
/** What the portal holds: a second run of the same file changes nothing. */
let held: string | null = null;
const asked: string[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-consume-'));
  server = createServer(async (request, reply) => {
    let text = '';
    for await (const part of request) text += part;
    asked.push(`${request.method} ${request.url}`);
    const json = (status: number, value: object) => {
      reply.writeHead(status, { 'content-type': 'application/json' });
      reply.end(JSON.stringify(value));
    };
    const read = ConsumerDeclaration.safeParse(JSON.parse(text));
    if (!read.success)
      return json(400, {
        error: { code: 'BAD_INPUT', message: 'uses is missing.', detail: {}, requestId: 'r' },
      });
    const isNew = held !== text;
    const made = '2026-11-22T00:00:00.000Z';
    const done: ConsumerDeclared = {
      registered: isNew && held === null,
      changed: false,
      declared: isNew ? 1 : 0,
      ended: 0,
      kept: isNew ? 0 : 1,
      receipt: isNew
        ? {
            number: 12,
            entryIds: ['e'],
            at: made,
            checkpoint: null,
            proof: null,
            proofAt: '/api/v1/entries/e',
          }
        : null,
    };
    held = text;
    json(200, done);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true, force: true });
});

async function consume(written: string): Promise<{ code: number; said: string }> {
  const file = join(folder, 'countersign.json');
  await writeFile(file, written);
  const { port } = server.address() as AddressInfo;
  const said: string[] = [];
  const code = await runCommand(['consume', file, '--url', `http://127.0.0.1:${port}`], {
    environment: { COUNTERSIGN_TOKEN: 'cs_test' },
    out: (text) => said.push(text),
    aside: (text) => said.push(text),
  });
  return { code, said: said.join('') };
}

it('declares what a repository uses, and says so when there was nothing to change', async () => {
  const first = await consume(JSON.stringify(declaration));
  expect(first).toMatchObject({ code: 0 });
  expect(first.said).toContain('train-dispatch: registered, 1 use declared, entry 12.');
  const second = await consume(JSON.stringify(declaration));
  expect(second.said).toContain('train-dispatch: nothing to change, 1 use declared.');
  expect(asked).toEqual(['PUT /api/v1/consumers', 'PUT /api/v1/consumers']);
});

it('says what is wrong with a file before it asks, and what the portal said of one', async () => {
  asked.length = 0;
  for (const written of ['{', '[]', '{"uses": []}']) expect((await consume(written)).code).toBe(2);
  expect(asked).toEqual([]);
  const refused = await consume('{"consumer": "nameless"}');
  expect(refused.code).not.toBe(0);
  expect(refused.said).toContain('uses is missing.');
});
