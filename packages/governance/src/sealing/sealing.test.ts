import { createHash } from 'node:crypto';
import { text } from 'node:stream/consumers';
import type { ReportDocument, RequestReport } from '@countersign/contracts';
import { canonicalJson, faultOfBatchProof } from '@countersign/ledger';
import type { InputRow } from '@countersign/scoring';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codeOf } from '../../test/code-of.ts';
import { readFixture } from '../../test/example-version.ts';
import { openScene, type Scene, walkToGoLive } from '../../test/signing-scene.ts';
import { readCompleteness } from '../completeness/read-completeness.ts';
import type { Context, House } from '../context.ts';
import { deployVersion } from '../deployment/deploy-version.ts';
import { listEntries } from '../ledger/list-entries.ts';
import { ingestPredictions } from '../prediction/ingest-predictions.ts';
import { invokeModel } from '../prediction/invoke-model.ts';
import { replayPrediction } from '../prediction/replay-prediction.ts';
import { setRecording } from '../recording/set-recording.ts';
import { readReportFile } from '../report/read-report-file.ts';
import { requestReport } from '../report/request-report.ts';
import { runReportJob } from '../report/run-report-job.ts';
import { predictionProof, replayProof } from './read-proof.ts';
import { readSeals } from './read-seals.ts';
import { sealAll, sealDue } from './seal-batch.ts';

let scene: Scene;
let house: House;
let caller: Context;
let row: InputRow;
let line: { inputs: InputRow };
/** The same installation as a second process has it: connections, and so a queue of recordings, of its own. */
let second: House & { readonly pool: pg.Pool };
const place = { model: 'ridership-demand', environment: 'production' } as const;
const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());

beforeAll(async () => {
  scene = await openScene('low');
  house = scene.house;
  second = { ...house, pool: new pg.Pool({ connectionString: scene.house.database.url, max: 10 }) };
  // A pool has ended before its connections have: the database may go away under them.
  second.pool.on('error', () => {});
  caller = await scene.house.person('Dispatch', 'consumer');
  const claims = (await readFixture('ridership-demand-2.1.0-rc.1', 'predictions.ndjson')).toString('utf8');
  line = JSON.parse(claims.split('\n')[0]!);
  row = line.inputs;
  await walkToGoLive(scene);
  const operator = await scene.signer('Operator', 'operator');
  await deployVersion(operator, { ...scene.address, environment: 'production', role: 'champion' });
});
afterAll(async () => {
  await second.pool.end();
  await scene.house.close();
});

const ask = async (ctx: Context = caller, more: object = {}) =>
  (await invokeModel(ctx, { ...place, inputs: row, ...more })).predictions;
async function* claim(...ids: string[]) {
  for (const id of ids) yield JSON.stringify({ ...line, id });
}
const rowsOf = async (sql: string) => (await house.pool.query(sql)).rows;

/** Every prediction and replay is in exactly one batch, which its entry counts; nothing waits. */
async function expectAllSealedOnce(): Promise<void> {
  const [found] = await rowsOf(`
    WITH sealed AS (SELECT b.kind, m.id FROM sealed_batch b CROSS JOIN LATERAL unnest(b.members) AS m (id))
    SELECT (SELECT count(*) FROM sealed)::int AS sealed, (SELECT count(DISTINCT (kind, id)) FROM sealed)::int AS different,
      ((SELECT count(*) FROM prediction) + (SELECT count(*) FROM replay))::int AS recorded,
      (SELECT count(*) FROM unsealed_group)::int AS waiting,
      (SELECT count(*) FROM sealed_batch)::int AS batches,
      (SELECT sum((body::json -> 'data' ->> 'count')::int) FROM ledger_entry WHERE event LIKE '%s.sealed')::int AS counted,
      (SELECT count(*) FROM ledger_entry l JOIN sealed_batch b ON b.id::text = l.subject_id
        AND encode(b.root, 'hex') = l.body::json -> 'data' ->> 'root' WHERE l.event = b.kind || 's.sealed')::int AS entries`);
  const { recorded, batches } = found;
  expect(found).toEqual({
    sealed: recorded,
    different: recorded,
    recorded,
    waiting: 0,
    batches,
    counted: recorded,
    entries: batches,
  });
}

/** Connections of a process that is killed before the statement for which `dies` is true: the socket just ends. */
function mortalPool(dies: () => boolean): pg.Pool {
  const pool = new pg.Pool({ connectionString: scene.house.database.url, max: 2 });
  pool.on('error', () => {});
  pool.on('connect', (client) => {
    client.on('error', () => {});
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    const { stream } = (client as unknown as { connection: { stream: { destroy(): void } } }).connection;
    const counted = (...given: unknown[]) => {
      if (dies()) stream.destroy();
      return query(...given);
    };
    Object.assign(client, { query: counted });
  });
  return pool;
}

/** A report as data, made at once. */
async function reported(ctx: Context, asked: RequestReport): Promise<ReportDocument> {
  const { id } = await requestReport(ctx, asked);
  await runReportJob(house, { reportId: id });
  return JSON.parse(await text((await readReportFile(ctx, { id, format: 'json' })).open()));
}

/** The proof of a prediction as a stranger checks it: with the package alone. */
async function expectProof(id: string): Promise<Record<string, unknown>> {
  const { state, record, seal } = await predictionProof(scene.developer, { id });
  expect(state).toBe('sealed');
  expect(faultOfBatchProof({ record, ...seal!, entry: seal!.entry.body }, sha256)).toBeNull();
  expect(canonicalJson(JSON.parse(record))).toBe(record);
  return JSON.parse(record);
}

describe('sealed predictions', () => {
  it('wait a moment, and then each has a proof that the entry of its batch bears out', async () => {
    const [answer] = await ask(caller, {
      callerIds: ['day "1"\n'],
      businessReferences: ['d1'],
      subjects: ['rider'],
    });
    const batch = await ask(caller, { inputs: [row, row, row] });
    const pending = await predictionProof(scene.developer, { id: answer!.id });
    expect(pending).toMatchObject({ state: 'pending', seal: null });
    expect(await sealDue(house, { afterMs: 60_000, apartMs: 0 })).toEqual({ sealed: 0, more: false });
    expect(await sealAll(house)).toBe(4);
    const record = await expectProof(answer!.id);
    expect(record).toMatchObject({
      kind: 'prediction',
      basis: 'recorded',
      number: 1,
      caller: 'day "1"\n',
      business: expect.stringMatching(/^[0-9a-f]{64}$/),
      subject: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    for (const { id } of batch) await expectProof(id);
    const [entry] = (await listEntries(scene.developer, { event: 'predictions.sealed' })).items;
    expect(entry).toMatchObject({ summary: '4 predictions were sealed.', actor: { name: 'Countersign' } });
    expect(await codeOf(predictionProof(caller, { id: answer!.id }))).toBe('FORBIDDEN');
    await expectAllSealedOnce();
  });

  it('may be claims and references too, and replays have theirs', async () => {
    await ingestPredictions(scene.developer, claim('claim-1', 'claim-2'));
    const compliance = await scene.signer('Cora', 'compliance');
    await setRecording(compliance, { model: scene.model, recording: 'reference', reason: 'Data protection' });
    const [reference] = await ask();
    await setRecording(compliance, { model: scene.model, recording: 'full', reason: 'Agreed' });
    const replay = await replayPrediction(scene.developer, { id: 'claim-1' });
    expect(await sealAll(house)).toBe(4);
    expect(await expectProof('claim-1')).toMatchObject({ basis: 'claimed', number: null, deployment: null });
    expect(await expectProof(reference!.id)).toMatchObject({ kept: 'reference', decision: null });
    const proof = await replayProof(scene.developer, { id: replay.id });
    expect(faultOfBatchProof({ ...proof, ...proof.seal!, entry: proof.seal!.entry.body }, sha256)).toBeNull();
    expect(JSON.parse(proof.record)).toMatchObject({ kind: 'replay', verdict: replay.verdict });
    await expectAllSealedOnce();
  });

  it('are sealed once where two processes seal while both record', async () => {
    const others = { ...caller, pool: second.pool };
    const answers = Array.from({ length: 60 }, (_, turn) =>
      ask(turn % 2 ? caller : others, { inputs: [row, row] }),
    );
    const sealers = Array.from({ length: 12 }, (_, turn) => sealAll(turn % 2 ? house : second));
    await Promise.all([...answers, ...sealers]);
    await sealAll(house);
    await expectAllSealedOnce();
    const [numbers] = await rowsOf(
      'SELECT count(*)::int AS count, count(DISTINCT number)::int AS different, max(number)::int AS last FROM prediction WHERE number IS NOT NULL',
    );
    expect(numbers).toEqual({ count: 125, different: 125, last: 125 });
  });

  it('are not left out where their transaction commits after later ones were sealed', async () => {
    const late = await second.pool.connect();
    await late.query('BEGIN');
    const id = '01900000-0000-7000-8000-00000000cafe';
    await late.query(
      `INSERT INTO unsealed_group (kind, size, members, at) VALUES ('prediction', 1, ARRAY[$1]::uuid[], $2)`,
      [id, house.clock()],
    );
    await late.query(
      `INSERT INTO prediction (id, run_id, row, model_id, version_id, basis, mode, consumer, answered_at, recorded_at)
       SELECT $1, run_id, row, model_id, version_id, 'claimed', mode, consumer, answered_at, recorded_at FROM prediction LIMIT 1`,
      [id],
    );
    const [meanwhile] = await ask();
    expect(await sealAll(house)).toBe(1);
    await expectProof(meanwhile!.id);
    await late.query('COMMIT');
    late.release();
    expect(await sealAll(house)).toBe(1);
    await expectProof(id);
    await expectAllSealedOnce();
  });

  it('survive being killed between any two statements', async () => {
    let statements = 0;
    for (let dies = 1; ; dies += 1) {
      await ask();
      statements = 0;
      const pool = mortalPool(() => {
        statements += 1;
        return statements === dies;
      });
      await sealAll({ ...house, pool }).catch(() => {});
      await pool.end();
      if (statements < dies) break;
    }
    expect(statements).toBeGreaterThan(5);
    await sealAll(house);
    await expectAllSealedOnce();
    expect((await readCompleteness(scene.developer, { model: scene.model })).totals).toMatchObject({
      missing: 0,
      twice: 0,
    });
  });
});

describe('what the owner of the tables does behind our back', () => {
  it('shows: a changed row no longer gives what was sealed, and a removed one leaves a gap', async () => {
    const made = await ask(caller, { inputs: Array.from({ length: 5 }, () => row) });
    await sealAll(house);
    const owner = new pg.Client({ connectionString: scene.house.database.ownerUrl });
    await owner.connect();
    await owner.query('ALTER TABLE prediction DISABLE TRIGGER append_only');
    await owner.query('UPDATE prediction SET consumer = $2 WHERE id = $1', [made[0]!.id, 'somebody else']);
    await owner.query('DELETE FROM prediction WHERE id = ANY($1)', [[made[2]!.id, made[4]!.id]]);
    await owner.query('ALTER TABLE prediction ENABLE TRIGGER append_only');
    await owner.end();
    expect(await predictionProof(scene.developer, { id: made[0]!.id })).toMatchObject({ state: 'altered' });
    const seals = await readSeals(
      house.pool,
      'prediction',
      made.map(({ id }) => id),
    );
    expect(made.map(({ id }) => seals.get(id)?.seal?.holds)).toEqual([
      false,
      true,
      undefined,
      true,
      undefined,
    ]);
    const { deployments, totals } = await readCompleteness(scene.developer, { model: scene.model });
    const last = deployments[0]!.numbered;
    expect(deployments[0]).toMatchObject({
      first: 1,
      last: last - 1,
      missing: { count: 2, numbers: [last - 2, last] },
    });
    expect(totals).toMatchObject({ missing: 2, twice: 0, elsewhere: 3 });
    const compliance = await scene.signer('Carl Compliance', 'compliance');
    const record = await reported(compliance, { kind: 'record', models: [scene.model] });
    expect(record.rows.completeness).toMatchObject([
      { model: scene.model, answered: totals.answered, elsewhere: 3, missing: 2, twice: 0 },
    ]);
    expect(record.rows.numbers).toMatchObject([
      {
        version: scene.version,
        environment: 'production',
        missing: 2,
        numbers: `${last - 2}, ${last}`,
        given: last,
      },
    ]);
    expect(record.facts).toContainEqual(
      expect.objectContaining({
        name: 'Completeness',
        value: expect.stringMatching(/^2 numbers are missing; \d/),
      }),
    );
    const exceptions = await reported(compliance, { kind: 'exceptions' });
    expect(exceptions.rows.gaps).toMatchObject([{ missing: 2 }]);
    expect(exceptions.statement[0]).toContain('there was one exception');
    const named = await reported(compliance, { kind: 'record', versions: [scene.address] });
    expect(named.rows.numbers).toMatchObject([{ missing: 2 }]);
  });
});
