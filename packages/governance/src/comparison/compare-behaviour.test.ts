import { BehaviourComparison } from '@countersign/contracts';
import { packTensors, recordedOutputs, type Schema } from '@countersign/scoring';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { exampleManifest } from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { insertRuns, type RunRecord } from '../prediction/insert-runs.ts';
import { registerVersion } from '../version/register-version.ts';
import { compareBehaviour } from './compare-behaviour.ts';
import { floatAt, wordAt } from './packed-output-sql.ts';

let house: TestHouse;
let developer: Context;
let schema: Schema;
const at = { model: 'credit-risk', before: '1.1.0', after: '1.1.1' };
const window = { from: '2026-01-01T00:00:00Z', to: '2026-02-01T00:00:00Z' };

interface Given {
  readonly version: string;
  /** The probability of bad of each row; what is no number is kept as it is. */
  readonly bad: readonly (number | string)[];
  readonly labels: readonly string[];
  readonly answeredAt?: string;
  readonly outcome?: string;
  readonly run?: Partial<RunRecord>;
}

/** One recorded run, row for row, as serving would have written it. */
async function record({ version, bad, labels, answeredAt = '2026-01-10T00:00:00Z', outcome, run }: Given) {
  const { rows } = await house.pool.query('SELECT id, model_id FROM version WHERE label = $1', [version]);
  const { id: versionId, model_id: modelId } = rows[0];
  const outputs = recordedOutputs(
    schema,
    bad.map((value, index) => ({
      label: labels[index % labels.length],
      probabilities: { bad: value, good: typeof value === 'number' ? 1 - value : value },
    })),
  );
  const runId = uuidv7();
  const made = {
    id: runId,
    versionId,
    artifact: '',
    runtime: '{}',
    parameters: '{}',
    inputs: Buffer.alloc(1),
  };
  const whole: RunRecord = {
    ...made,
    outputs: packTensors(outputs),
    inputsDigest: '',
    outputsDigest: '',
    rows: bad.length,
    durationMs: null,
    ...run,
  };
  const predictions = bad.map((_, row) => ({
    id: uuidv7(),
    runId,
    row,
    modelId,
    versionId,
    environmentId: null,
    deploymentId: null,
    basis: 'recorded' as const,
    mode: 'champion',
    consumer: 'branch',
    callerId: null,
    personId: null,
    decision: outcome === undefined ? null : JSON.stringify({ outcome }),
    businessHash: null,
    subjectHash: null,
    answeredAt: new Date(answeredAt),
  }));
  const tx = { query: house.pool.query.bind(house.pool), at: house.clock() };
  await insertRuns(tx as unknown as Parameters<typeof insertRuns>[0], [whole], predictions);
}

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  await house.model('credit-risk');
  for (const version of [at.before, at.after])
    await registerVersion(developer, await exampleManifest(developer, 'credit-risk-1.1.0', version));
  schema = (await house.pool.query('SELECT schema FROM version LIMIT 1')).rows[0].schema;
  const bad = [0, 1e-40, 0.125, 0.25, 0.5, -3.5, 1];
  await record({ version: at.before, bad, labels: ['good', 'bäd', ''], outcome: 'grant' });
  for (const value of bad) await record({ version: at.before, bad: [value], labels: ['good'] });
  await record({ version: at.before, bad: [0.9], labels: ['late'], answeredAt: window.to });
  await record({ version: at.after, bad: [2, 3, 'NaN', '-Infinity'], labels: ['good'], outcome: 'refuse' });
  await record({ version: at.after, bad: [1], labels: ['gone'], run: { inputs: null, outputs: null } });
  await record({ version: at.after, bad: [1], labels: ['x'], run: { outputs: Buffer.from('CSTT') } });
});
afterAll(() => house.close());

describe('what two versions answered within a window', () => {
  it('is told by output: figures of numbers, counts of classes, and how far apart they are', async () => {
    const found = await compareBehaviour(developer, { ...at, ...window });
    expect(BehaviourComparison.parse(found)).toEqual(found);
    expect(found.before).toEqual({
      version: at.before,
      predictions: 14,
      claimed: 0,
      consumers: 1,
      sealed: 0,
      gone: 0,
      unreadable: 0,
    });
    expect(found.after).toMatchObject({ predictions: 6, gone: 1, unreadable: 1 });
    const of = (name: string) => found.outputs.find((output) => output.name === name)!;
    const bad = of('probabilities.bad');
    expect(bad.apart).toBe(1);
    expect(bad.before?.count).toBe(14);
    // Twice the same seven, of which one is too small to be anything but a denormal float.
    expect(bad.before?.numbers?.quantiles).toEqual([-3.5, -3.5, 0, 0.125, 0.5, 1, 1]);
    expect(bad.before?.numbers?.mean).toBeCloseTo(-1.625 / 7, 6);
    expect(bad.after?.numbers).toEqual({ mean: 2.5, quantiles: [2, 2, 2, 2, 3, 3, 3], notFinite: 2 });
    expect(of('label')).toMatchObject({
      before: {
        count: 14,
        classes: [
          { name: 'good', count: 10 },
          { name: '', count: 2 },
          { name: 'bäd', count: 2 },
        ],
      },
      after: { count: 4, classes: [{ name: 'good', count: 4 }] },
      vanished: ['', 'bäd'],
      appeared: [],
    });
    expect(of('decision')).toMatchObject({ apart: 1, before: { count: 7 }, after: { count: 4 } });
  });

  it('is told of the 30 days until the last answer, where nobody names a window', async () => {
    const { from, to, before } = await compareBehaviour(developer, at);
    expect([from, to]).toEqual(['2026-01-02T00:00:00.001Z', '2026-02-01T00:00:00.001Z']);
    expect(before.predictions).toBe(15);
  });

  it('is nothing where nothing was recorded, and refused to whoever reads no predictions', async () => {
    const empty = await compareBehaviour(developer, { ...at, to: '2020-01-01T00:00:00Z' });
    expect(empty).toMatchObject({
      from: '2019-12-02T00:00:00.000Z',
      before: { predictions: 0 },
      after: { predictions: 0 },
      outputs: [],
    });
    const viewer = await house.person('Viewer', 'viewer');
    expect(await codeOf(compareBehaviour(viewer, { ...at, ...window }))).toBe('FORBIDDEN');
    const backwards = { ...at, from: window.to, to: window.from };
    expect(await codeOf(compareBehaviour(developer, backwards))).toBe('BAD_INPUT');
    expect(await codeOf(compareBehaviour(developer, { ...at, after: '9' }))).toBe('NOT_FOUND');
  });
});

it('reads numbers from their bytes as the runtime wrote them', async () => {
  const read = async (sql: string, bytes: Buffer) => {
    const { rows } = await house.pool.query(`SELECT ${sql} AS read FROM (SELECT $1::bytea AS o, 1 AS at) b`, [
      Buffer.concat([Buffer.alloc(1), bytes]),
    ]);
    return rows[0].read;
  };
  const bytesOf = (size: number, write: (bytes: Buffer) => void) => {
    const bytes = Buffer.alloc(size);
    write(bytes);
    return bytes;
  };
  for (const value of [0, 1, -1.1, Math.PI, 1e300, Number.MAX_VALUE, Number.MIN_VALUE, 2 ** -1022, 1e-310])
    expect(
      await read(
        floatAt.float64,
        bytesOf(8, (bytes) => bytes.writeDoubleLE(value)),
      ),
    ).toBe(value);
  for (const value of [1, -1.1, 3.4028234663852886e38, 1.401298464324817e-45, 2 ** -126].map(Math.fround))
    expect(
      await read(
        floatAt.float32,
        bytesOf(4, (bytes) => bytes.writeFloatLE(value)),
      ),
    ).toBe(value);
  for (const value of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)])
    expect(
      await read(
        wordAt.int64,
        bytesOf(8, (bytes) => bytes.writeBigInt64LE(value)),
      ),
    ).toBe(`${value}`);
  for (const value of [7, -7, 2 ** 31 - 1, -(2 ** 31)])
    expect(
      await read(
        wordAt.int32,
        bytesOf(4, (bytes) => bytes.writeInt32LE(value)),
      ),
    ).toBe(`${value}`);
  expect(await read(wordAt.bool, Buffer.from([1]))).toBe('true');
});
