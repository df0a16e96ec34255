// Resolve against a bare Fastify route that answers the same bytes: each a process of its own, asked by one client program with the
// same headers, in short rounds that take turns at going first. The ratio is the median of the rounds' ratios, since what else
// the machine does falls on both. The portal does all that it always does, its own database and jobs included.
// node bench/resolve.bench.mjs [--json] [--soak]   (build the packages first)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { load, quantile } from './load.mjs';
import { send, startPortal } from './portal-process.mjs';

const soak = process.argv.includes('--soak');
const rounds = soak ? 21 : 9;
const turns = { 1: 2_000, 64: 2_000 };
const results = [];
const report = (name, value, unit, ratio, note) =>
  results.push({
    suite: 'resolve',
    name,
    value,
    unit,
    ...(ratio !== undefined && { ratio }),
    ...(note && { note }),
  });

async function startBare(answer) {
  const program = fileURLToPath(new URL('bare-route.mjs', import.meta.url));
  const server = spawn(process.execPath, [program, JSON.stringify(answer)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [printed] = await once(server.stdout, 'data');
  return { url: String(printed).trim(), stop: () => server.kill('SIGTERM') };
}

const portal = await startPortal();
const path = '/api/v1/models/ridership-demand/resolve?environment=production';
const headers = { authorization: `Bearer ${portal.tokens.consumer}` };
const ours = () => send(`${portal.url}${path}`, { headers });
const bare = await startBare((await ours()).value);
const theirs = () => send(`${bare.url}${path}`, { headers });
try {
  for (const clients of [1, 64]) {
    await load(clients, 5_000, ours);
    await load(clients, 5_000, theirs);
    const pairs = [];
    for (let round = 0; round < rounds; round++) {
      const first = await load(clients, turns[clients], round % 2 ? theirs : ours);
      const second = await load(clients, turns[clients], round % 2 ? ours : theirs);
      pairs.push(round % 2 ? [second, first] : [first, second]);
    }
    const median = (of) => quantile(pairs.map(of), 0.5);
    const name = clients === 1 ? 'one client' : `${clients} clients`;
    report(
      `resolve, ${name}`,
      median(([one]) => one.rate),
      'requests/s',
      median(([one, two]) => one.rate / two.rate),
      'against a bare Fastify route',
    );
    report(
      `resolve, ${name}, p99`,
      median(([one]) => one.p99),
      'ms',
    );
  }
} finally {
  bare.stop();
  await portal.stop();
}
console.log(JSON.stringify(results));
