// The server over HTTP, client and server on the same cores: sign-offs, reads, answers; and the door for changes alone.
// node bench/http.bench.mjs [--json] [--soak]   (build the packages first)
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { measureChanges } from './changes.mjs';
import { measureDoor } from './door.mjs';
import { load } from './load.mjs';
import { send, signIn, startPortal } from './portal-process.mjs';
import { measureSignOffs } from './sign-offs.mjs';

const soak = process.argv.includes('--soak');
const results = [];
const report = (name, value, unit, ratio, note) =>
  results.push({
    suite: 'http',
    name,
    value,
    unit,
    ...(ratio !== undefined && { ratio }),
    ...(note && { note }),
  });

await measureDoor(soak ? 60_000 : 6_000, report);

const portal = await startPortal();
try {
  await measureReads();
  await measureInvocations();
  await measureChanges(portal, soak ? 20_000 : 2_000, report);
  await measureSignOffs(portal, soak ? 16 : 6, report);
} finally {
  await portal.stop();
}

async function measureReads() {
  const headers = { authorization: `Bearer ${portal.tokens.viewer}` };
  const path = `${portal.url}/api/v1/models/ridership-demand/versions/2.0.0`;
  const health = () => send(`${portal.url}/healthz`);
  const rest = () => send(path, { headers });
  const viewer = await signIn(portal, 'viewer@example.com', 'countersign-example');
  const trpc = () => viewer.read('version.read', { model: 'ridership-demand', version: '2.0.0' });
  const turns = soak ? 4_000 : 400;
  await load(8, 100, rest);
  const bare = await load(32, turns * 4, health);
  report('a request that does nothing, 32 clients', bare.rate, 'requests/s');
  for (const [name, once] of [
    ['REST', rest],
    ['tRPC', trpc],
  ]) {
    const alone = await load(1, turns / 4, once);
    const many = await load(32, turns, once);
    report(`version read by ${name}, one client`, alone.p50, 'ms');
    report(`version read by ${name}, 32 clients`, many.rate, 'requests/s', many.rate / bare.rate);
    report(`version read by ${name}, 32 clients, p99`, many.p99, 'ms');
  }
}

async function measureInvocations() {
  const rows = await exampleInputs(1_000);
  const headers = { authorization: `Bearer ${portal.tokens.operator}` };
  const url = `${portal.url}/api/v1/models/ridership-demand/invocations`;
  const ask = (inputs) => send(url, { method: 'POST', json: { inputs }, headers });
  const turns = soak ? 4_000 : 400;
  await load(8, 50, () => ask(rows[0]));
  const alone = await load(1, turns / 2, (turn) => ask(rows[turn % rows.length]));
  const many = await load(64, turns * 2, (turn) => ask(rows[turn % rows.length]));
  const batches = await load(2, soak ? 40 : 8, () => ask(rows));
  report('invocation of one row, one client, p50', alone.p50, 'ms');
  report('invocation of one row, 64 clients', many.rate, 'rows/s');
  report('invocation of one row, 64 clients, p99', many.p99, 'ms');
  report(
    'invocation of 1,000 rows, 2 clients',
    batches.rate * rows.length,
    'rows/s',
    undefined,
    'against the bare runtime: see predictions',
  );
}

async function exampleInputs(count) {
  const file = new URL(
    '../../../packages/examples/data/ridership-demand/predictions-2.0.0.ndjson',
    import.meta.url,
  );
  const rows = [];
  for await (const line of createInterface({ input: createReadStream(file) }))
    rows.push(JSON.parse(line).inputs);
  return Array.from({ length: count }, (_, row) => rows[row % rows.length]);
}

const figure = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });
for (const { name, value, unit, ratio } of results) {
  console.log(
    `${name}: ${figure.format(value)} ${unit}${ratio === undefined ? '' : ` (× ${figure.format(ratio)})`}`,
  );
}
if (process.argv.includes('--json')) console.log(JSON.stringify(results));
