import { randomUUID } from 'node:crypto';
import { Refusal } from '@countersign/contracts';
import type { InputRow } from '@countersign/scoring';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import type { Context } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import type { HeldKey } from '../held-key.ts';
import { markVersion } from '../recall/mark-version.ts';
import { revokeRole } from '../role/revoke-role.ts';
import { invokeModel } from './invoke-model.ts';
import { readPrediction } from './read-prediction.ts';
import { replayPrediction } from './replay-prediction.ts';

let scene: Scene;
let operator: Context;
let caller: Context;
let rows: InputRow[];
const place = { model: 'ridership-demand', environment: 'production' } as const;

beforeAll(async () => {
  scene = await openScene('low');
  operator = await scene.signer('Operator', 'operator');
  caller = await scene.house.person('Dispatch', 'consumer');
  const golden = JSON.parse(
    (await readFixture('ridership-demand-2.1.0-rc.1', 'golden.json.txt')).toString('utf8'),
  ) as { rows: { inputs: InputRow }[] };
  rows = golden.rows.map(({ inputs }) => inputs);
  await walkToGoLive(scene);
});
afterAll(() => scene.house.close());

const refusalOf = async (work: Promise<unknown>): Promise<Refusal> => {
  try {
    await work;
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
  throw new Error('nothing was refused');
};
const codeOf = async (work: Promise<unknown>) => (await refusalOf(work)).code;
const countOf = async (where = 'true') =>
  (
    await scene.house.pool.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM prediction WHERE basis = 'recorded' AND ${where}`,
    )
  ).rows[0]!.n;

/** Holds a key as the API does: the next holder takes over what was committed. */
async function heldKey(key: string): Promise<HeldKey> {
  const holder = randomUUID();
  const taken = await scene.house.pool.query<{ effects: unknown[] }>(
    `INSERT INTO idempotency_key (actor_id, key, request, holder, created_at) VALUES ('test', $1, '', $2, $3)
     ON CONFLICT (actor_id, key) DO UPDATE SET holder = excluded.holder RETURNING effects`,
    [key, holder, scene.house.clock()],
  );
  return { actorId: 'test', key, holder, effects: taken.rows[0]!.effects };
}

describe('asking a model', () => {
  it('is refused while nothing is deployed there', async () => {
    expect(await codeOf(invokeModel(caller, { ...place, inputs: rows[0]! }))).toBe('NO_DEPLOYMENT');
    expect(await codeOf(invokeModel(caller, { ...place, environment: 'moon', inputs: rows[0]! }))).toBe(
      'ENVIRONMENT_UNKNOWN',
    );
    expect(await codeOf(invokeModel(caller, { ...place, model: 'no-such', inputs: rows[0]! }))).toBe(
      'NOT_FOUND',
    );
    await deployVersion(operator, { ...scene.address, environment: 'production', role: 'champion' });
  });

  it('records once under an Idempotency-Key, whose next holder gets the answer and the replay that were kept', async () => {
    const counts = async () => [
      await countOf(),
      (await scene.house.pool.query('SELECT FROM replay')).rowCount,
    ];
    const asked = { ...place, inputs: rows[1]! };
    const answer = await invokeModel({ ...caller, held: await heldKey('k-ask') }, asked);
    const { id } = answer.predictions[0]!;
    const replay = await replayPrediction({ ...scene.developer, held: await heldKey('k-replay') }, { id });
    const before = await counts();
    expect(await invokeModel({ ...caller, held: await heldKey('k-ask') }, asked)).toEqual(answer);
    expect(
      await replayPrediction({ ...scene.developer, held: await heldKey('k-replay') }, { id }),
    ).toMatchObject({ ...replay, number: expect.any(Number) });
    expect(await counts()).toEqual(before);
    const lost = { ...(await heldKey('k-lost')), holder: '018f0000-0000-7000-8000-000000000000' };
    expect(await codeOf(invokeModel({ ...caller, held: lost }, asked))).toBe('CONFLICT');
    expect(await counts()).toEqual(before);
  });

  it('records the run before it answers, and the record reproduces to the bit', async () => {
    const answer = await invokeModel(caller, {
      ...place,
      inputs: rows[0]!,
      consumer: 'dispatch',
      businessReferences: ['2026-11-21'],
    });
    expect(answer).toMatchObject({
      version: '2.1.0-rc.1',
      environment: 'production',
      answeredBy: 'champion',
    });
    const page = await readPrediction(scene.developer, { id: answer.predictions[0]!.id });
    expect(page).toMatchObject({
      basis: 'recorded',
      mode: 'champion',
      consumer: 'dispatch',
      environment: 'production',
      guarantee: 'bit-exact',
    });
    expect(page.outputs[0]?.recordedText).toBe(String(answer.predictions[0]!.outputs.ridership));
    expect((await replayPrediction(scene.developer, { id: page.id })).verdict).toBe('identical');
  });

  it('answers batches in runs of a thousand rows, in either form', async () => {
    const many = Array.from({ length: 2_300 }, (_, index) => rows[index % rows.length]!);
    const answer = await invokeModel(caller, { ...place, inputs: many });
    expect(answer.predictions).toHaveLength(2_300);
    const runs = await scene.house.pool.query(
      'SELECT r.rows FROM scoring_run r WHERE r.id IN (SELECT run_id FROM prediction WHERE id = ANY($1)) ORDER BY r.id',
      [answer.predictions.map(({ id }) => id)],
    );
    expect(runs.rows.map((run) => run.rows)).toEqual([1_000, 1_000, 300]);
    expect((await replayPrediction(scene.developer, { id: answer.predictions[2_299]!.id })).verdict).toBe(
      'identical',
    );
    const columns = Object.keys(rows[0]!);
    const data = rows.slice(0, 3).map((row) => columns.map((name) => row[name] as number));
    const framed = await invokeModel(caller, { ...place, dataframe_split: { columns, data } });
    expect(framed.predictions.map(({ outputs }) => outputs)).toEqual(
      answer.predictions.slice(0, 3).map(({ outputs }) => outputs),
    );
  });

  it('refuses rows that do not fit, with the problem of every field', async () => {
    const before = await countOf();
    const { code, detail } = await refusalOf(
      invokeModel(caller, { ...place, inputs: [rows[0]!, { ...rows[1], month: 13, wind: 'strong' }, {}] }),
    );
    expect(code).toBe('INPUT_REFUSED');
    expect(detail.problems).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ row: 1, field: 'month', code: 'range' }),
        expect.objectContaining({ row: 1, field: 'wind', code: 'type' }),
        expect.objectContaining({ row: 2, field: 'month', code: 'missing' }),
      ]),
    );
    expect(await codeOf(invokeModel(caller, { ...place }))).toBe('BAD_INPUT');
    expect(await codeOf(invokeModel(caller, { ...place, inputs: rows[0]!, callerIds: ['a', 'b'] }))).toBe(
      'BAD_INPUT',
    );
    expect(await countOf()).toBe(before);
  });

  it('gives the same reply to the same caller id, and refuses another question under it', async () => {
    const asked = { ...place, inputs: rows.slice(0, 2), callerIds: ['trip-1', 'trip-2'] };
    const [first, second] = await Promise.all([invokeModel(caller, asked), invokeModel(caller, asked)]);
    expect(second).toEqual(first);
    expect(await countOf("caller_id LIKE 'trip-%'")).toBe(2);
    expect(await codeOf(invokeModel(caller, { ...asked, inputs: [rows[0]!, rows[5]!] }))).toBe('CONFLICT');
    expect(await codeOf(invokeModel(caller, { ...asked, callerIds: ['trip-1', 'trip-9'] }))).toBe('CONFLICT');
  });

  it('keeps every answer with its own rows when many are committed together', async () => {
    const answers = await Promise.all(
      rows.map((row, index) => invokeModel(caller, { ...place, inputs: row, consumer: `c${index}` })),
    );
    const moments = await scene.house.pool.query(
      "SELECT count(DISTINCT recorded_at)::int AS n FROM prediction WHERE consumer ~ '^c[0-9]+$'",
    );
    expect(moments.rows[0].n).toBeLessThan(rows.length / 2);
    for (const [index, { predictions }] of answers.entries()) {
      const page = await readPrediction(scene.developer, { id: predictions[0]!.id });
      expect(page.consumer).toBe(`c${index}`);
      for (const { field, value } of page.inputs)
        expect(Math.fround(Number(value))).toBe(Math.fround(Number(rows[index]![field.name])));
      expect(page.outputs[0]?.recordedText).toBe(String(predictions[0]!.outputs.ridership));
    }
  });

  it('takes a role on the model, and none that was taken away', async () => {
    const viewer = await scene.house.person('Viewer', 'viewer');
    expect(await codeOf(invokeModel(viewer, { ...place, inputs: rows[0]! }))).toBe('FORBIDDEN');
    const leaving = await scene.house.person('Leaving', 'consumer');
    await invokeModel(leaving, { ...place, inputs: rows[0]! });
    const administrator = await scene.house.person('Admin', 'administrator');
    await revokeRole(administrator, { personId: leaving.actor.id, role: 'consumer' });
    expect(await codeOf(invokeModel(leaving, { ...place, inputs: rows[0]! }))).toBe('FORBIDDEN');
    expect(await countOf(`person_id = '${leaving.actor.id}'`)).toBe(1);
  });

  it('never gives an answer that is not recorded while connections die, and recovers by itself', async () => {
    const killer = new pg.Client({ connectionString: scene.house.database.url });
    await killer.connect();
    const outcomes: (string | Refusal)[] = [];
    let running = true;
    const ask = async () => {
      while (running) {
        try {
          const { predictions } = await invokeModel(caller, {
            ...place,
            inputs: rows[0]!,
            consumer: 'while dying',
          });
          outcomes.push(predictions[0]!.id);
        } catch (error) {
          outcomes.push(error as Refusal);
        }
      }
    };
    const asking = [1, 2, 3, 4].map(ask);
    try {
      // Eight rounds, and more where none of them met a question on its way.
      for (let round = 0; round < 8 || !outcomes.some((outcome) => outcome instanceof Refusal); round += 1) {
        await killer.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()',
        );
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    } finally {
      running = false;
      await Promise.all(asking);
      await killer.end();
    }
    const answered = outcomes.filter((outcome) => typeof outcome === 'string');
    const refused = outcomes.filter((outcome) => typeof outcome !== 'string');
    expect(new Set(refused.map((error) => (error instanceof Refusal ? error.code : String(error))))).toEqual(
      new Set(['DATABASE_UNAVAILABLE']),
    );
    const recorded = await scene.house.pool.query(
      'SELECT count(*)::int AS n FROM prediction WHERE id = ANY($1)',
      [answered],
    );
    expect(recorded.rows[0].n).toBe(answered.length);
    await invokeModel(caller, { ...place, inputs: rows[0]! });
  });
});

it('asks the database once for many who send wrong inputs at once', async () => {
  await invokeModel(caller, { ...place, inputs: rows[0]! });
  let asked = 0;
  const { pool } = caller;
  const query = pool.query;
  pool.query = ((...words: Parameters<typeof query>) => {
    asked += 1;
    return query.apply(pool, words);
  }) as typeof query;
  try {
    const codes = await Promise.all(
      Array.from({ length: 60 }, () => codeOf(invokeModel(caller, { ...place, inputs: {} }))),
    );
    expect(new Set(codes)).toEqual(new Set(['INPUT_REFUSED']));
  } finally {
    pool.query = query;
  }
  expect(asked).toBeLessThan(60);
});

describe('a blocked version', () => {
  const block = (label: string, replacement?: string) =>
    markVersion(operator, {
      model: place.model,
      version: label,
      standing: 'blocked',
      severity: 'high',
      reason: 'forecasts are far too low',
      replacement,
    });

  it('stops while it is being asked: after the block nothing leaves', async () => {
    let blockedAt = Number.POSITIVE_INFINITY;
    const late: string[] = [];
    let answered = 0;
    let running = true;
    const ask = async () => {
      while (running) {
        const asked = performance.now();
        try {
          await invokeModel(caller, { ...place, inputs: rows[0]! });
          answered += 1;
          if (asked > blockedAt) late.push('answered');
        } catch (error) {
          if (!(error instanceof Refusal) || error.code !== 'BLOCKED_VERSION') late.push(String(error));
        }
      }
    };
    // A version that answers no more finds fault with nobody's inputs.
    const askWrong = async () => {
      while (running) {
        const asked = performance.now();
        const { code } = await refusalOf(invokeModel(caller, { ...place, inputs: {} }));
        if (asked > blockedAt && code !== 'BLOCKED_VERSION') late.push(`wrong inputs: ${code}`);
        // Refused from memory mostly: the others get their turn, as they would between two requests.
        await new Promise(setImmediate);
      }
    };
    const asking = [...[1, 2, 3].map(ask), askWrong()];
    const pause = () => new Promise((resolve) => setTimeout(resolve, 200));
    const isAnswered = () => expect.poll(() => answered).toBeGreaterThan(0);
    let recallId = '';
    let stopped = -1;
    try {
      await isAnswered();
      await pause();
      recallId = (await block('2.1.0-rc.1')).recallId;
      blockedAt = performance.now();
      stopped = await countOf();
      await pause();
    } finally {
      running = false;
      await Promise.all(asking);
    }
    expect(late).toEqual([]);
    expect(answered).toBeGreaterThan(0);
    expect(await countOf()).toBe(stopped);
    const { detail } = await refusalOf(invokeModel(caller, { ...place, inputs: rows[0]! }));
    expect(detail).toMatchObject({
      recallId,
      reason: 'forecasts are far too low',
      replacement: null,
      version: '2.1.0-rc.1',
    });
  });

  it('is answered for by a constant, marked, recorded, and not to be reproduced', async () => {
    await scene.house.pool.query("UPDATE version SET fallback = $1 WHERE label = '2.1.0-rc.1'", [
      { kind: 'constant', outputs: { ridership: 15.5 } },
    ]);
    const answer = await invokeModel(caller, { ...place, inputs: rows.slice(0, 2) });
    expect(answer).toMatchObject({
      answeredBy: 'fallback',
      fallbackOf: { version: '2.1.0-rc.1' },
      predictions: [{ outputs: { ridership: 15.5 } }, {}],
    });
    const page = await readPrediction(scene.developer, { id: answer.predictions[1]!.id });
    expect(page).toMatchObject({
      mode: 'fallback',
      guarantee: 'unverifiable',
      runtime: null,
      mayReplay: false,
    });
    expect(await replayPrediction(scene.developer, { id: page.id })).toMatchObject({
      verdict: 'not-replayable',
      code: 'FALLBACK_CONSTANT',
    });
  });

  it('is answered for by a version that was champion there, unless that is blocked too', async () => {
    const second = await scene.another('2.2.0');
    await walkToGoLive(second);
    await deployVersion(operator, { ...second.address, environment: 'production', role: 'champion' });
    const third = await scene.another('2.3.0');
    await walkToGoLive(third);
    await deployVersion(operator, { ...third.address, environment: 'production', role: 'champion' });
    await scene.house.pool.query("UPDATE version SET fallback = $1 WHERE label = '2.3.0'", [
      { kind: 'version', label: '2.2.0' },
    ]);
    expect(await invokeModel(caller, { ...place, inputs: rows[0]! })).toMatchObject({
      answeredBy: 'champion',
      version: '2.3.0',
    });
    const { recallId } = await block('2.3.0', '2.2.0');
    const answer = await invokeModel(caller, { ...place, inputs: rows[0]! });
    expect(answer).toMatchObject({
      answeredBy: 'fallback',
      version: '2.2.0',
      fallbackOf: { version: '2.3.0', recallId },
    });
    expect((await replayPrediction(scene.developer, { id: answer.predictions[0]!.id })).verdict).toBe(
      'identical',
    );
    await block('2.2.0');
    expect((await refusalOf(invokeModel(caller, { ...place, inputs: rows[0]! }))).detail).toMatchObject({
      replacement: '2.2.0',
    });
  });
});
