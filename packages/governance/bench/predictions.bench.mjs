// Predictions against a durable PostgreSQL and the bare runtime in one run: taking them in, asking, reproducing.
// node bench/predictions.bench.mjs [--json] [--soak]   (build the packages first)
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { parseSchema, toTensors } from '@countersign/scoring';
import {
  drainJobs,
  ingestPredictions,
  invokeModel,
  readLines,
  readRescoring,
  replayMany,
  replayPrediction,
  requestRescoring,
} from '../dist/index.js';
import { openHouse, readFixture, registerExample } from './open-house.mjs';

const soak = process.argv.includes('--soak');
const INGESTED = soak ? 50_000 : 5_000;
/** Rounds in which all contestants take turns, so that what else the machine does hits them alike. */
const ROUNDS = soak ? 20 : 6;
const SINGLES = soak ? 500 : 100;
const BATCH = 1_000;
const BATCHES = 3;
const AT_ONCE = 64;
const REPLAYS = soak ? 200 : 20;
const BULK = soak ? 10_000 : 2_000;

// The scoring package owns the runtime; the bench borrows the very same files.
const scoringRequire = createRequire(new URL('../../scoring/package.json', import.meta.url));
const ort = await import(pathToFileURL(scoringRequire.resolve('ort-1-30-0').replace(/\.js$/, '.mjs')).href);
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

const results = [];
const report = (name, value, unit, ratio, note) =>
  results.push({
    suite: 'predictions',
    name,
    value,
    unit,
    ...(ratio !== undefined && { ratio }),
    ...(note && { note }),
  });
const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];

const timed = async (once) => {
  const begin = performance.now();
  await once();
  return performance.now() - begin;
};

/**
 * Each contestant takes `turns` turns of `rows` rows per round, one contestant after the other; the first round warms up.
 * Gives the median rate in rows per second, and quantiles of a turn in ms.
 */
const contest = async (contestants) => {
  const seen = contestants.map(() => ({ rates: [], times: [] }));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [index, { turns, rows, once }] of contestants.entries()) {
      const times = [];
      for (let turn = 0; turn < turns; turn += 1) times.push(await timed(() => once(round * turns + turn)));
      if (round === 0) continue;
      seen[index].rates.push((turns * rows * 1_000) / times.reduce((sum, ms) => sum + ms, 0));
      seen[index].times.push(...times);
    }
  return seen.map(({ rates, times }) => ({
    rate: quantile(rates, 0.5),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  }));
};

const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  bool: Uint8Array,
};
const feedsOf = (tensors) =>
  Object.fromEntries(
    tensors.map(({ name, dtype, shape, data }) => [
      name,
      new ort.Tensor(
        dtype,
        Array.isArray(data) ? data : new ARRAYS[dtype](new Uint8Array(data).buffer),
        shape,
      ),
    ]),
  );

const EXAMPLE = 'ridership-demand-2.1.0-rc.1';
const MODEL = 'ridership-demand';
const house = await openHouse();
const registered = await registerExample(house, EXAMPLE, MODEL, '2.1.0-rc.1');
const { model_id: modelId } = (
  await house.pool.query('SELECT model_id FROM version WHERE id = $1', [registered.id])
).rows[0];
const claims = readFixture(EXAMPLE, 'predictions.ndjson')
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const { schema } = parseSchema(JSON.parse(readFixture(EXAMPLE, 'schema.json.txt').toString('utf8')));
const session = await ort.InferenceSession.create(readFixture(EXAMPLE, 'model.onnx'), {
  executionProviders: ['wasm'],
  executionMode: 'sequential',
});
const outputs = schema.outputs.map(({ name }) => name);

/** A body as it would arrive, 64 KiB at a time. */
const bodyOf = (from, count) => {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      ...claims[(from + index) % claims.length],
      id: `bench-${from + index}`,
      businessReference: `day-${index}`,
    }),
  );
  return Buffer.from(`${lines.join('\n')}\n`);
};
async function* chunksOf(body) {
  for (let at = 0; at < body.length; at += 65_536) yield body.subarray(at, at + 65_536);
}

async function measureIngest() {
  const bodies = Array.from({ length: ROUNDS + 1 }, (_, round) => bodyOf(round * INGESTED, INGESTED));
  const [parsing, whole] = await contest([
    {
      turns: 1,
      rows: INGESTED,
      once: async (turn) => {
        for await (const line of readLines(chunksOf(bodies[turn]))) JSON.parse(line);
      },
    },
    {
      turns: 1,
      rows: INGESTED,
      once: (turn) => ingestPredictions(house.developer, readLines(chunksOf(bodies[turn]))),
    },
  ]);
  const without = INGESTED / (INGESTED / whole.rate - INGESTED / parsing.rate);
  report('ingest of claimed predictions, NDJSON to commit', whole.rate, 'rows/s');
  report('ingest of claimed predictions, without parsing JSON', without, 'rows/s', undefined, 'aim 30,000');
}

/** The road to a champion is measured elsewhere; here the row that it ends with is enough. */
async function deploy() {
  const { rows } = await house.pool.query("SELECT id FROM environment WHERE key = 'production'");
  await house.pool.query(
    `INSERT INTO deployment (id, model_id, version_id, environment_id, role, state, person_id, started_at, was_champion)
     VALUES (gen_random_uuid(), $1, $2, $3, 'champion', 'serving', $4, now(), true)`,
    [modelId, registered.id, rows[0].id, house.developer.actor.id],
  );
}

async function measureInvocations() {
  await deploy();
  const inputsOf = (index) => claims[index % claims.length].inputs;
  const single = toTensors(schema, [inputsOf(0)]);
  const many = Array.from({ length: BATCH }, (_, index) => inputsOf(index));
  const batch = toTensors(schema, many);
  const ask = (inputs) => invokeModel(house.developer, { model: MODEL, environment: 'production', inputs });
  const [bare, one, together, bareBatch, wholeBatch] = await contest([
    { turns: SINGLES, rows: 1, once: () => session.run(feedsOf(single), outputs) },
    { turns: SINGLES, rows: 1, once: (turn) => ask(inputsOf(turn)) },
    {
      turns: Math.ceil(SINGLES / AT_ONCE) * 2,
      rows: AT_ONCE,
      once: (turn) => Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(inputsOf(turn + index)))),
    },
    { turns: BATCHES, rows: BATCH, once: () => session.run(feedsOf(batch), outputs) },
    { turns: BATCHES, rows: BATCH, once: () => ask(many) },
  ]);
  report('bare runtime, single rows', bare.rate, 'rows/s');
  report('invocation, one row, one after the other', one.rate, 'rows/s', one.rate / bare.rate);
  report('invocation, one row, median', one.p50, 'ms');
  report('invocation, one row, p95', one.p95, 'ms');
  report(`invocation, one row, ${AT_ONCE} at once`, together.rate, 'rows/s', together.rate / bare.rate);
  report(`bare runtime, batches of ${BATCH}`, bareBatch.rate, 'rows/s');
  report(`invocation, batches of ${BATCH}`, wholeBatch.rate, 'rows/s', wholeBatch.rate / bareBatch.rate);
  report(`invocation, batch of ${BATCH}, p95`, wholeBatch.p95, 'ms');
}

async function measureReplays() {
  const { rows } = await house.pool.query(
    "SELECT id FROM prediction WHERE basis = 'claimed' ORDER BY id LIMIT 1000",
  );
  const single = toTensors(schema, [claims[0].inputs]);
  const [bare, one, bulk] = await contest([
    { turns: BULK, rows: 1, once: () => session.run(feedsOf(single), outputs) },
    {
      turns: REPLAYS,
      rows: 1,
      once: (turn) => replayPrediction(house.developer, { id: rows[turn % rows.length].id }),
    },
    {
      turns: 1,
      rows: BULK,
      once: async () => {
        const found = await replayMany(house.developer, { versionId: registered.id, limit: BULK });
        if (found.verdicts.identical !== BULK)
          throw new Error(`not identical: ${JSON.stringify(found.verdicts)}`);
      },
    },
  ]);
  report('replay of one, warm, recorded and numbered, median', one.p50, 'ms');
  report('replay of one, warm, recorded and numbered, p95', one.p95, 'ms', undefined, 'aim 50');
  report(
    'replay in bulk, each recorded',
    bulk.rate,
    'rows/s',
    bulk.rate / bare.rate,
    'aim 0.7 × the bare runtime',
  );
}

/** The same predictions reproduced, and executed on another version with the same inputs: each is recorded. */
async function measureRescoring() {
  const asked = await registerExample(house, EXAMPLE, MODEL, '2.2.0');
  const lines = bodyOf(0, BULK)
    .toString('utf8')
    .replaceAll('"id":"bench-', '"id":"rescored-')
    .replaceAll('"version":"2.1.0-rc.1"', '"version":"2.2.0"');
  await ingestPredictions(house.developer, readLines(chunksOf(Buffer.from(lines))));
  const pair = { model: MODEL, versions: ['2.2.0'], fixed: '2.1.0-rc.1', tolerance: 0 };
  const [replayed, rescored] = await contest([
    { turns: 1, rows: BULK, once: () => replayMany(house.developer, { versionId: asked.id }) },
    {
      turns: 1,
      rows: BULK,
      once: async () => {
        const { id } = await requestRescoring(house.developer, pair);
        await drainJobs(house);
        const row = await readRescoring(house.developer, { id });
        if (row.state !== 'done' || row.rescored !== BULK || row.flipped !== 0)
          throw new Error(`not re-scored: ${JSON.stringify(row)}`);
      },
    },
  ]);
  report(
    're-scoring, asked for to finished, each recorded',
    rescored.rate,
    'rows/s',
    rescored.rate / replayed.rate,
    '× bulk replay of the same',
  );
}

await measureIngest();
await measureInvocations();
await measureReplays();
await measureRescoring();
await session.release();
await house.close();

if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else
  for (const { name, value, unit, ratio, note } of results) {
    const shown = unit === 'ms' ? value.toFixed(2) : Math.round(value).toLocaleString('en');
    console.log(
      `${name.padEnd(60)} ${shown.padStart(10)} ${unit.padEnd(7)} ${ratio === undefined ? '' : `× ${ratio.toFixed(2)} `}${note ?? ''}`,
    );
  }
