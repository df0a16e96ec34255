import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type Example,
  exampleManifest,
  manifestOf,
  readFixture,
  upload,
} from '../../test/example-version.ts';
import { openHouse, type TestHouse } from '../../test/open-house.ts';
import type { Context } from '../context.ts';
import { registerVersion } from '../version/register-version.ts';
import { ingestOutcomes } from './ingest-outcomes.ts';
import { ingestPredictions } from './ingest-predictions.ts';
import { listPredictions } from './list-predictions.ts';
import { readPrediction } from './read-prediction.ts';
import { replayMany } from './replay-many.ts';
import { replayPrediction } from './replay-prediction.ts';

let house: TestHouse;
let developer: Context;
const claims = new Map<Example, Record<string, unknown>[]>();
const versions = new Map<Example, { id: string; modelId: string }>();

const linesOf = async function* (rows: readonly unknown[]) {
  for (const row of rows) yield JSON.stringify(row);
};

beforeAll(async () => {
  house = await openHouse();
  developer = await house.person('Dev', 'developer');
  for (const [example, model, version] of [
    ['credit-risk-1.1.0', 'credit-risk', '1.1.0'],
    ['ridership-demand-2.1.0-rc.1', 'ridership-demand', '2.1.0-rc.1'],
  ] as const) {
    const modelId = await house.model(model);
    const decision = {
      output: 'probabilities.bad',
      op: '>=' as const,
      value: 0.4,
      then: 'refuse',
      else: 'grant',
    };
    const manifest = await exampleManifest(
      developer,
      example,
      version,
      model === 'credit-risk' ? { decision } : {},
    );
    versions.set(example, { id: (await registerVersion(developer, manifest)).id, modelId });
    const rows = (await readFixture(example, 'predictions.ndjson'))
      .toString('utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .map((row) => ({ ...row, businessReference: String(row.applicationId ?? row.eventDate) }));
    claims.set(example, rows);
    await ingestPredictions(developer, linesOf(rows));
  }
});
afterAll(() => house.close());

const claimOf = (example: Example = 'credit-risk-1.1.0') =>
  claims.get(example)![0]! as { id: string; inputs: Record<string, unknown>; businessReference: string };
const send = (more: object) =>
  ingestPredictions(developer, linesOf([{ ...claimOf(), id: uuidv7(), ...more }]), { ids: true }).then(
    ({ ids, refused }) => {
      expect(refused).toEqual([]);
      return ids![0]!.id;
    },
  );

/** What the application cannot do: past the triggers, as somebody who owns the machine could. */
async function tamper(sql: string, values: unknown[]): Promise<void> {
  const client = new pg.Client({ connectionString: house.database.ownerUrl });
  await client.connect();
  try {
    await client.query('ALTER TABLE scoring_run DISABLE TRIGGER append_only');
    await client.query(sql, values);
    await client.query('ALTER TABLE scoring_run ENABLE TRIGGER append_only');
  } finally {
    await client.end();
  }
}

describe('replaying one prediction', () => {
  it('reproduces recorded predictions of real models to the bit, by our id and by the caller’s', async () => {
    for (const example of versions.keys()) {
      const claim = claimOf(example);
      const result = await replayPrediction(developer, { id: claim.id });
      expect(result).toMatchObject({
        verdict: 'identical',
        code: null,
        differingBits: 0,
        maxUlp: '0',
        firstDifference: null,
        number: expect.any(Number),
        by: { name: 'Dev' },
      });
      expect(result.bits).toBeGreaterThan(0);
      expect(result.cells.every(({ differs }) => !differs)).toBe(true);
      expect((await replayPrediction(developer, { id: result.predictionId })).verdict).toBe('identical');
      const page = await readPrediction(developer, { id: claim.id });
      expect(page.replays).toHaveLength(2);
      expect(page.replays[1]).toEqual(result);
    }
  });

  it('shows the first difference of a record that was tampered with', async () => {
    const id = await send({});
    // The last four bytes of the packed outputs are the second probability.
    await tamper(
      'UPDATE scoring_run SET outputs = set_byte(outputs, octet_length(outputs) - 4, get_byte(outputs, octet_length(outputs) - 4) # 1) WHERE id = (SELECT run_id FROM prediction WHERE id = $1)',
      [id],
    );
    const result = await replayPrediction(developer, { id });
    expect(result).toMatchObject({
      verdict: 'differs',
      differingBits: 1,
      maxUlp: '1',
      decisionSame: true,
      firstDifference: { output: 'probabilities.good', ulp: '1' },
    });
    expect(result.cells.filter(({ differs }) => differs).map(({ output }) => output)).toEqual([
      'probabilities.good',
    ]);
  });

  it('says why a prediction cannot be replayed', async () => {
    const runtime = (claims.get('credit-risk-1.1.0')![0] as { runtime: object }).runtime;
    const codeOf = async (id: string) => {
      const { verdict, code } = await replayPrediction(developer, { id });
      return verdict === 'not-replayable' ? code : verdict;
    };
    expect(await codeOf(await send({ runtime: { ...runtime, version: '1.22.0' } }))).toBe(
      'RUNTIME_NOT_AVAILABLE',
    );
    expect(await codeOf(await send({ runtime: { ...runtime, threads: 2 } }))).toBe(
      'RUNTIME_OPTIONS_UNSUPPORTED',
    );
    expect(await codeOf(await send({ runtime: { ...runtime, batch: 100 } }))).toBe('BATCH_NOT_RECORDED');
    expect(await codeOf(await send({ runtime: undefined }))).toBe('RUNTIME_NOT_RECORDED');
    const altered = await send({});
    await tamper(
      'UPDATE scoring_run SET inputs = set_byte(inputs, octet_length(inputs) - 1, 7) WHERE id = (SELECT run_id FROM prediction WHERE id = $1)',
      [altered],
    );
    expect(await codeOf(altered)).toBe('INPUTS_ALTERED');
    const [schema] = await upload(developer, [
      {
        path: 'schema.json',
        kind: 'schema',
        bytes: await readFixture('credit-risk-1.1.0', 'schema.json.txt'),
      },
    ]);
    await registerVersion(developer, manifestOf('credit-risk', 'vendor', [schema!]));
    expect(await codeOf(await send({ version: 'vendor' }))).toBe('NO_ARTIFACT');
  });

  it('is refused to people without a role on the model, and recorded as a refusal by nobody else', async () => {
    const viewer = await house.person('View', 'viewer');
    await expect(replayPrediction(viewer, { id: claimOf().id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(readPrediction(viewer, { id: claimOf().id })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(readPrediction(developer, { id: 'no such id' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

describe('replaying in bulk', () => {
  it('reproduces all of a version and writes each down', async () => {
    const { id } = versions.get('ridership-demand-2.1.0-rc.1')!;
    const count = claims.get('ridership-demand-2.1.0-rc.1')!.length;
    const result = await replayMany(developer, { versionId: id });
    expect(result).toEqual({
      replayed: count,
      verdicts: { identical: count, 'within-tolerance': 0, differs: 0, 'not-replayable': 0 },
      notIdentical: [],
    });
    const page = await readPrediction(developer, { id: claimOf('ridership-demand-2.1.0-rc.1').id });
    expect(page.replays[0]).toMatchObject({ verdict: 'identical', bits: 32 });
    const numberNow = async () => (await readPrediction(developer, { id: page.id })).replays[0]?.number;
    await expect.poll(numberNow).toEqual(expect.any(Number));
    expect(page.replays[0]!.cells).toHaveLength(1);
  });

  it('names those that did not come out identical', async () => {
    const { id } = versions.get('credit-risk-1.1.0')!;
    const { verdicts, notIdentical } = await replayMany(developer, { versionId: id });
    expect(verdicts.differs).toBe(1);
    expect(verdicts['not-replayable']).toBe(5);
    expect(notIdentical.map(({ code }) => code)).toContain('INPUTS_ALTERED');
  });
});

describe('reading', () => {
  it('shows inputs as they were sent, outputs with their bits, the decision and the outcome', async () => {
    const claim = claimOf();
    await ingestOutcomes(
      developer,
      { model: 'credit-risk' },
      linesOf([
        { businessReference: claim.businessReference, actual: 'bad', observedAt: '2018-01-01T00:00:00Z' },
      ]),
    );
    const page = await readPrediction(developer, { id: claim.id });
    expect(Object.fromEntries(page.inputs.map(({ field, value }) => [field.name, value]))).toEqual(
      claim.inputs,
    );
    const written = (
      claims.get('credit-risk-1.1.0')![0] as { outputs: { probabilities: { bad: { f32: string } } } }
    ).outputs;
    expect(page.outputs.find(({ output }) => output === 'probabilities.bad')?.recordedHex).toBe(
      written.probabilities.bad.f32,
    );
    expect(page).toMatchObject({
      basis: 'claimed',
      guarantee: 'bit-exact',
      mayReplay: true,
      outcome: { value: 'bad', basis: 'claimed' },
      waitsUntil: null,
    });
    expect(page.decision).toMatchObject({
      output: 'probabilities.bad',
      threshold: 0.4,
      result: 'grant',
      then: 'refuse',
      else: 'grant',
    });
    const ridership = claimOf('ridership-demand-2.1.0-rc.1');
    const other = await readPrediction(developer, { id: ridership.id });
    expect(Object.fromEntries(other.inputs.map(({ field, value }) => [field.name, value]))).toEqual(
      ridership.inputs,
    );
    expect(other.waitsUntil).toMatch(/Z$/);
  });

  it('pages through a version without losing or repeating a row', async () => {
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listPredictions(developer, {
        model: 'credit-risk',
        version: '1.1.0',
        limit: 7,
        after,
      });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    expect(new Set(seen).size).toBe(seen.length);
    const all = await house.pool.query('SELECT count(*)::int AS n FROM prediction WHERE version_id = $1', [
      versions.get('credit-risk-1.1.0')!.id,
    ]);
    expect(seen).toHaveLength(all.rows[0].n);
    expect((await listPredictions(developer, {})).items[0]?.result).toMatch(/./);
  });
});
