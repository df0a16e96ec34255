import { Refusal } from '@countersign/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exampleManifest, readFixture } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { registerVersion } from '../version/register-version.ts';
import { ingestOutcomes } from './ingest-outcomes.ts';
import { ingestPredictions } from './ingest-predictions.ts';
import { readLines } from './read-lines.ts';

let house: TestHouse;
let developer: Context;
let recorded: Record<string, unknown>[];

const linesOf = async function* (rows: readonly unknown[]) {
  for (const row of rows) yield typeof row === 'string' || row === null ? row : JSON.stringify(row);
};

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  await house.model('credit-risk');
  await registerVersion(
    developer,
    await exampleManifest(developer, 'credit-risk-1.1.0', '1.1.0', {
      decision: { output: 'probabilities.bad', op: '>=', value: 0.4, then: 'refuse', else: 'grant' },
    }),
  );
  recorded = (await readFixture('credit-risk-1.1.0', 'predictions.ndjson'))
    .toString('utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .map((row) => ({ ...row, businessReference: String(row.applicationId) }));
});
afterAll(() => house.close());

describe('predictions that were made elsewhere', () => {
  it('are kept as claimed, once, however often they are sent', async () => {
    const first = await ingestPredictions(developer, linesOf(recorded), { ids: true });
    expect(first).toMatchObject({ accepted: recorded.length, existed: 0, refused: [] });
    // Another writing of the same content: keys in another order.
    const rewritten = recorded.map((row) => Object.fromEntries(Object.entries(row).reverse()));
    const again = await ingestPredictions(developer, linesOf(rewritten), { ids: true });
    expect(again).toMatchObject({ accepted: 0, existed: recorded.length, refused: [] });
    expect(again.ids).toEqual(first.ids);
    const stored = await house.pool.query(
      'SELECT basis, decision, octet_length(business_hash) AS hash FROM prediction',
    );
    expect(stored.rows).toHaveLength(recorded.length);
    for (const row of stored.rows)
      expect(row).toMatchObject({
        basis: 'claimed',
        hash: 32,
        decision: { outcome: expect.stringMatching(/refuse|grant/) },
      });
    const entries = await house.pool.query(
      "SELECT body FROM ledger_entry WHERE event = 'predictions.recorded'",
    );
    expect(entries.rows).toHaveLength(1);
    expect(JSON.parse(entries.rows[0].body).data).toMatchObject({ count: recorded.length, basis: 'claimed' });
  });

  it('are refused by line, and the other lines are taken', async () => {
    const good = { ...recorded[0], id: 'new-1' };
    const report = await ingestPredictions(
      developer,
      linesOf([
        { ...recorded[0], consumer: 'somebody else' },
        '{"half":',
        null,
        '',
        { ...good, id: 'n2', version: '9.9.9' },
        { ...good, id: 'n3', inputs: { Seniority: 'old' } },
        { ...good, id: 'n4', outputs: { label: 'good', probabilities: { bad: { f32: 'zz' }, good: 0.1 } } },
        { ...good, id: 'n5', timestamp: 'yesterday' },
        { ...good, id: 'n6\u0000' },
        good,
        { ...good, threshold: { output: 'probabilities.bad', op: '>=', value: 0.9 } },
      ]),
    );
    expect(report.accepted).toBe(1);
    expect(report.refused.map(({ line, code }) => [line, code])).toEqual([
      [1, 'CONFLICT'],
      [2, 'BAD_INPUT'],
      [3, 'BAD_INPUT'],
      [5, 'NOT_FOUND'],
      [6, 'INPUT_REFUSED'],
      [7, 'INPUT_REFUSED'],
      [8, 'BAD_INPUT'],
      [9, 'BAD_INPUT'],
      [11, 'CONFLICT'],
    ]);
  });

  it('are refused where an output is none of the version or beyond its type, and say which', async () => {
    const good = { ...recorded[0] } as { outputs: Record<string, unknown> };
    const probabilities = { bad: 0.25, good: 0.75 };
    const { refused } = await ingestPredictions(
      developer,
      linesOf([
        { ...good, id: 'u1', outputs: { ...good.outputs, score: 1 } },
        { ...good, id: 'u2', outputs: { label: 'good', probabilities: { ...probabilities, ugly: 0.1 } } },
        { ...good, id: 'u3', outputs: { label: 'good', probabilities: { ...probabilities, bad: 1e300 } } },
        {
          ...good,
          id: 'u4',
          outputs: { label: 'good', probabilities: { ...probabilities, bad: { value: -1e39 } } },
        },
      ]),
    );
    expect(refused.map(({ line, code, message }) => [line, code, message])).toEqual([
      [1, 'INPUT_REFUSED', 'score is not an output of this version'],
      [2, 'INPUT_REFUSED', 'probabilities.ugly is not an output of this version'],
      [3, 'INPUT_REFUSED', 'row 0: probabilities is no float32'],
      [4, 'INPUT_REFUSED', 'row 0: probabilities is no float32'],
    ]);
  });

  it('sent twice at once are kept once', async () => {
    const rows = Array.from({ length: 1_100 }, (_, index) => ({
      ...recorded[index % recorded.length],
      id: `twice-${index}`,
    }));
    const reports = await Promise.all([1, 2, 3].map(() => ingestPredictions(developer, linesOf(rows))));
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(1_100);
    expect(reports.reduce((sum, { existed }) => sum + existed, 0)).toBe(2_200);
    const stored = await house.pool.query(
      "SELECT count(*)::int AS n FROM prediction WHERE caller_id LIKE 'twice-%'",
    );
    expect(stored.rows[0].n).toBe(1_100);
  });

  it('apply the threshold that was in force then', async () => {
    const threshold = { output: 'probabilities.bad', op: '>=', value: 0.0001 };
    await ingestPredictions(developer, linesOf([{ ...recorded[0], id: 'strict', threshold }]));
    const stored = await house.pool.query("SELECT decision FROM prediction WHERE caller_id = 'strict'");
    expect(stored.rows[0].decision).toMatchObject({ value: 0.0001, outcome: 'refuse' });
  });

  it('are refused to others', async () => {
    const viewer = await house.person('View', 'viewer');
    await expect(ingestPredictions(viewer, linesOf([]))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('stop being read once too many lines are refused', async () => {
    let read = 0;
    const endless = async function* () {
      for (;;) {
        read += 1;
        yield 'no json';
      }
    };
    await expect(ingestPredictions(developer, endless())).rejects.toBeInstanceOf(Refusal);
    expect(read).toBe(1_000);
  });
});

describe('outcomes', () => {
  it('are kept once and never overwritten', async () => {
    const outcome = { businessReference: '2324', actual: 'bad', observedAt: '2017-09-01T10:00:00+02:00' };
    const send = (rows: unknown[]) => ingestOutcomes(developer, { model: 'credit-risk' }, linesOf(rows));
    expect(await send([outcome, { ...outcome, businessReference: '2062', actual: 1000 }])).toMatchObject({
      accepted: 2,
      existed: 0,
    });
    expect(
      await send([
        { ...outcome, observedAt: '2017-09-01T08:00:00Z' },
        { ...outcome, actual: 'good' },
      ]),
    ).toMatchObject({
      accepted: 0,
      existed: 1,
      refused: [{ line: 2, code: 'CONFLICT' }],
    });
  });
});

describe('lines', () => {
  const chunks = async function* (text: string, size: number) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
  };
  it('come whole, however the body is cut', async () => {
    for (const size of [1, 2, 7, 100]) {
      const read: (string | null)[] = [];
      for await (const line of readLines(chunks('a\n\nbä\nlast', size))) read.push(line);
      expect(read).toEqual(['a', '', 'bä', 'last']);
    }
  });
  it('end where one is too long', async () => {
    const read = async () => {
      for await (const _ of readLines(chunks('x'.repeat(100), 9), 50));
    };
    await expect(read()).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});
