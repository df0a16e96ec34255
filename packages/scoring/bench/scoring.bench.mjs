// Measures the isolated scorer against the bare runtime in this process, in one run, on the example models.
// node bench/scoring.bench.mjs [--json]   (build the package first)
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as ort from 'ort-1-30-0';
import { createScorer, parseSchema, toTensors } from '../dist/index.js';

/** Rounds in which all contestants take turns, so that what else the machine does hits them alike. */
const ROUNDS = 12;
const SINGLES = 150;
const BATCHES = 4;
const BATCH = 1_000;
const AT_ONCE = 16;

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';
const ARRAYS = {
  float32: Float32Array,
  float64: Float64Array,
  int64: BigInt64Array,
  int32: Int32Array,
  bool: Uint8Array,
};

const fixture = (name, file) => fileURLToPath(new URL(`../test/fixtures/${name}/${file}`, import.meta.url));
const json = (name, file) => JSON.parse(readFileSync(fixture(name, `${file}.json.txt`), 'utf8'));

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

const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))];

/**
 * Runs each contestant `turns` times per round, in turn. `rows` is what one turn scores. Gives the median rate in rows per
 * second and the times of single turns in milliseconds; the first round only warms up.
 */
const contest = async (contestants) => {
  const seen = contestants.map(() => ({ rates: [], times: [] }));
  for (let round = 0; round <= ROUNDS; round += 1)
    for (const [index, { turns, rows, once }] of contestants.entries()) {
      const times = [];
      const start = performance.now();
      for (let turn = 0; turn < turns; turn += 1) {
        const begin = performance.now();
        await once();
        times.push(performance.now() - begin);
      }
      if (round === 0) continue;
      seen[index].rates.push((turns * rows * 1_000) / (performance.now() - start));
      seen[index].times.push(...times);
    }
  return seen.map(({ rates, times }) => ({
    rate: quantile(rates, 0.5),
    p50: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  }));
};

const results = [];
const report = (name, value, unit, ratio) =>
  results.push(ratio === undefined ? { name, value, unit } : { name, value, unit, ratio });

const measure = async (scorer, name) => {
  const { schema } = parseSchema(json(name, 'schema'));
  const golden = json(name, 'golden').rows.map(({ inputs }) => inputs);
  const path = fixture(name, 'model.onnx');
  const model = readFileSync(path);
  const artifact = { sha256: createHash('sha256').update(model).digest('hex'), path };
  const outputs = schema.outputs.map((output) => output.name);
  const single = toTensors(schema, golden.slice(0, 1));
  const batch = toTensors(
    schema,
    Array.from({ length: BATCH }, (_, row) => golden[row % golden.length]),
  );
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['wasm'],
    executionMode: 'sequential',
  });

  const runs = Array.from({ length: BATCH }, () => single);
  const isolated = () => scorer.score({ artifact, schema, tensors: single });
  const [bare, one, many, bulk] = await contest([
    { turns: SINGLES, rows: 1, once: () => session.run(feedsOf(single), outputs) },
    { turns: SINGLES, rows: 1, once: isolated },
    {
      turns: Math.ceil(SINGLES / AT_ONCE),
      rows: AT_ONCE,
      once: () => Promise.all(Array.from({ length: AT_ONCE }, isolated)),
    },
    { turns: 1, rows: BATCH, once: () => scorer.scoreRuns({ artifact, schema, runs }) },
  ]);
  const [bareBatch, isolatedBatch] = await contest([
    { turns: BATCHES, rows: BATCH, once: () => session.run(feedsOf(batch), outputs) },
    { turns: BATCHES, rows: BATCH, once: () => scorer.score({ artifact, schema, tensors: batch }) },
  ]);
  report(`${name}: bare runtime, single rows`, bare.rate, 'rows/s');
  report(`${name}: isolated, one after the other`, one.rate, 'rows/s', one.rate / bare.rate);
  report(`${name}: isolated, one after the other, median above bare`, one.p50 - bare.p50, 'ms');
  report(`${name}: isolated, one after the other, p95`, one.p95, 'ms');
  report(`${name}: isolated, ${AT_ONCE} at once`, many.rate, 'rows/s', many.rate / bare.rate);
  report(`${name}: isolated, bulk replay of single rows`, bulk.rate, 'rows/s', bulk.rate / bare.rate);
  report(`${name}: bare runtime, batches of ${BATCH}`, bareBatch.rate, 'rows/s');
  report(
    `${name}: isolated, batches of ${BATCH}`,
    isolatedBatch.rate,
    'rows/s',
    isolatedBatch.rate / bareBatch.rate,
  );
  await session.release();
};

const scorer = createScorer({ children: 1 });
for (const name of ['credit-risk-1.1.0', 'ridership-demand-2.1.0-rc.1']) await measure(scorer, name);
await scorer.close();

if (process.argv.includes('--json')) console.log(JSON.stringify(results));
else
  for (const { name, value, unit, ratio } of results) {
    const shown = unit === 'ms' ? value.toFixed(3) : Math.round(value).toLocaleString('en');
    console.log(
      `${name.padEnd(78)} ${shown.padStart(10)} ${unit.padEnd(7)} ${ratio === undefined ? '' : `× ${ratio.toFixed(2)}`}`,
    );
  }
