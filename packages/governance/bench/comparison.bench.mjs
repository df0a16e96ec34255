// What two versions answered, compared over 100,000 recorded predictions: the whole window, and a tenth of it.
// node bench/comparison.bench.mjs [--json]   (build the packages first)
import { compareBehaviour, compareVersions, ingestPredictions, readLines } from '../dist/index.js';
import { openHouse, readFixture, registerExample } from './open-house.mjs';

const EXAMPLE = 'credit-risk-1.1.0';
const MODEL = 'credit-risk';
const OF_EACH = 50_000;
const TURNS = 9;
const versions = ['1.1.0', '1.2.0'];
const began = Date.parse('2026-01-01T00:00:00Z');
const at = (index) => new Date(began + index * 10_000).toISOString();

const decision = { output: 'probabilities.bad', op: '>=', value: 0.4, then: 'refuse', else: 'grant' };
const house = await openHouse();
for (const version of versions) await registerExample(house, EXAMPLE, MODEL, version, decision);
const claims = readFixture(EXAMPLE, 'predictions.ndjson')
  .toString('utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));

function* bodyOf(version) {
  for (let index = 0; index < OF_EACH; index += 1) {
    const claim = {
      ...claims[index % claims.length],
      version,
      id: `${version}-${index}`,
      timestamp: at(index),
    };
    yield Buffer.from(`${JSON.stringify(claim)}\n`);
  }
}
for (const version of versions) await ingestPredictions(house.developer, readLines(bodyOf(version)));
await house.pool.query('ANALYZE prediction; ANALYZE scoring_run');

const pair = { model: MODEL, before: versions[0], after: versions[1] };
async function measure(name, once, aim) {
  const times = [];
  for (let turn = -1; turn < TURNS; turn += 1) {
    const start = performance.now();
    await once();
    if (turn >= 0) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return [
    { name: `${name}, median`, value: times[TURNS >> 1], unit: 'ms', note: aim },
    { name: `${name}, worst of ${TURNS}`, value: times.at(-1), unit: 'ms' },
  ];
}

const whole = { ...pair, from: at(0), to: at(OF_EACH) };
const counted = await compareBehaviour(house.developer, whole);
if (
  counted.before.predictions !== OF_EACH ||
  counted.after.predictions !== OF_EACH ||
  counted.after.unreadable > 0
)
  throw new Error(`not all were counted: ${JSON.stringify(counted)}`);
const results = [
  ...(await measure(
    'comparison over 100,000 predictions',
    () => compareBehaviour(house.developer, whole),
    'aim 2,500',
  )),
  ...(await measure('comparison over 10,000 of 100,000 predictions', () =>
    compareBehaviour(house.developer, { ...whole, to: at(OF_EACH / 10) }),
  )),
  ...(await measure('comparison of what was registered', () => compareVersions(house.developer, pair))),
];
await house.close();

for (const { name, value, unit, note } of results)
  console.log(`${name.padEnd(60)} ${value.toFixed(1).padStart(10)} ${unit} ${note ?? ''}`);
if (process.argv.includes('--json'))
  console.log(JSON.stringify(results.map((one) => ({ suite: 'comparison', ...one }))));
