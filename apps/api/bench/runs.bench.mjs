// 100,000 runs of one experiment on the built portal: logged by REST in batches, then filtered, sorted, paged and fetched as CSV.
// node bench/runs.bench.mjs --large [--json] [--scale 0.1]   (build the packages first)
import { quantile } from './load.mjs';
import { send, startPortal } from './portal-process.mjs';

const given = (name) => process.argv[process.argv.indexOf(name) + 1];
const scale = process.argv.includes('--scale') ? Number(given('--scale')) : 1;
const runs = Math.round(100_000 * scale);
const atOnce = 1_000;
const turns = 25;
const model = 'runs-bench';
const experiment = 'search';
const log = (text) => console.error(`  ${text}`);

/** Between 0 and 1, the same for each number, and no column like another. */
function drawn(at, salt) {
  let mixed = Math.imul(at ^ Math.imul(salt, 0x9e3779b9), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}
const runOf = (at) => ({
  run: `run-${at}`,
  status: at % 50 === 0 ? 'FAILED' : 'FINISHED',
  startedAt: new Date(Date.UTC(2026, 0, 1) + at * 60_000).toISOString(),
  parameters: {
    model: ['tree', 'forest', 'linear', 'boosted'][at % 4],
    depth: String(1 + (at % 12)),
    rate: drawn(at, 1).toFixed(3),
  },
  metrics: ['rmse', 'auc', 'brier'].map((name, salt) => ({ name, value: drawn(at, 2 + salt) })),
  tags: { team: `team ${at % 40}` },
});

const questions = {
  'no filter': {},
  'one metric': { filter: 'metrics.rmse < 0.01' },
  'one parameter': { filter: 'params.model = "tree"' },
  'a metric and a parameter': { filter: 'metrics.rmse < 0.5 and params.model = "tree"' },
  'a rare metric and a parameter': { filter: 'metrics.rmse < 0.001 and params.model = "tree"' },
  'two metrics, sorted by one': {
    filter: 'metrics.rmse < 0.2 and metrics.auc > 0.8',
    order: 'metrics.auc desc',
  },
  'sorted by a metric': { order: 'metrics.brier asc' },
  'a tag': { filter: 'tags.team = "team 7"' },
  'nothing found': { filter: 'metrics.rmse < -1' },
};

async function measure() {
  const portal = await startPortal();
  try {
    const ask = async (role, path, json) => {
      const { value } = await send(`${portal.url}/api/v1${path}`, {
        ...(json && { method: 'POST', json }),
        headers: { authorization: `Bearer ${portal.tokens[role]}` },
      });
      return value;
    };
    await ask('owner', '/models', { key: model, name: 'Runs', purpose: 'a benchmark', tier: 'low' });
    const address = `/models/${model}/experiments/${experiment}/runs`;
    const began = performance.now();
    for (let from = 0; from < runs; from += atOnce) {
      const length = Math.min(atOnce, runs - from);
      await ask('developer', address, { runs: Array.from({ length }, (_, at) => runOf(from + at)) });
    }
    const seconds = (performance.now() - began) / 1_000;
    log(`${runs} runs logged in ${seconds.toFixed(0)} s`);

    const times = new Map(Object.keys(questions).map((name) => [name, []]));
    const counts = {};
    for (let turn = -2; turn < turns; turn += 1)
      for (const [name, question] of Object.entries(questions)) {
        const start = performance.now();
        const page = await ask('compliance', `${address}?${new URLSearchParams(question)}`);
        if (turn >= 0) times.get(name).push(performance.now() - start);
        counts[name] = page.items.length;
      }
    log(JSON.stringify(counts));
    if (counts['no filter'] === 0 || counts['nothing found'] > 0)
      throw new Error('the filters do not filter');
    const all = [...times.values()].flat();
    const figure = (name, of) => [
      { name: `${name}, p50`, value: quantile(of, 0.5), unit: 'ms' },
      { name: `${name}, p95`, value: quantile(of, 0.95), unit: 'ms' },
    ];
    return [
      { name: 'runs logged', value: runs / seconds, unit: '/s', note: `in batches of ${atOnce}` },
      ...[...times].flatMap(([name, of]) => figure(name, of)),
      ...figure(`all of them over ${runs} runs`, all),
    ];
  } finally {
    await portal.stop();
  }
}

const figures = process.argv.includes('--large')
  ? await measure()
  : [{ name: '100,000 runs filtered', value: null, note: 'not run: npm run bench -- --large' }];
for (const { name, value, unit } of figures)
  if (value !== null) console.log(`${name}: ${value.toFixed(1)} ${unit}`);
if (process.argv.includes('--json'))
  console.log(JSON.stringify(figures.map((one) => ({ suite: 'runs', ...one }))));
