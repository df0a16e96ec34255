import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { codeOf } from '../test/code-of.ts';
import { boundedRead } from './bounded-read.ts';
import { systemActor } from './context.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const as = (id: string) => ({ pool: database.pool, actor: systemActor(id) });
const narrow = 'Say less.';

it('answers a few questions of one person at once, refuses more of them, and others’ only where all places are taken', async () => {
  let open = () => {};
  const held = new Promise<void>((resolve) => {
    open = resolve;
  });
  const asked = (id: string) => boundedRead(as(id), { narrow }, () => held);
  const mine = [1, 2, 3, 4].map(() => asked('ada'));
  expect(await codeOf(asked('ada'))).toBe('RATE_LIMITED');
  const others = [asked('bob'), asked('bob')];
  expect(await codeOf(asked('eve'))).toBe('RATE_LIMITED');
  const patient = boundedRead(as('eve'), { narrow, patient: true }, async () => 'answered');
  open();
  await Promise.all([...mine, ...others]);
  expect(await patient).toBe('answered');
  expect(await boundedRead(as('ada'), { narrow }, async () => 'again')).toBe('again');
});

it('gives up what takes too long, says how to ask less, and leaves its place and connection as they were', async () => {
  const refused = boundedRead(as('ada'), { narrow }, async (client) => {
    await client.query("SET LOCAL statement_timeout = '20ms'");
    return client.query('SELECT pg_sleep(5)');
  });
  await expect(refused).rejects.toMatchObject({ code: 'DEADLINE', message: expect.stringContaining(narrow) });
  await expect(
    boundedRead(as('ada'), { narrow }, (client) => client.query('DELETE FROM model')),
  ).rejects.toThrow('read-only');
  const { rows } = await database.pool.query<{ statement_timeout: string }>('SHOW statement_timeout');
  expect(rows[0]!.statement_timeout).toBe('30s');
});
