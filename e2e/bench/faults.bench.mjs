// The server killed 200 times and PostgreSQL 50 times under 50 concurrent writers: rows 1 and 2 of the proofs in full.
// node bench/faults.bench.mjs [--json] [--soak]   (build the packages first)
// It takes about twenty minutes, so it runs with --soak alone; a run that was cut off goes on where it stood.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

const wanted = { kills: 200, restarts: 50 };
const perRound = { kills: 20, restarts: 5 };
const names = {
  kills: 'serving again after kill -9 under 50 writers',
  restarts: 'errors after PostgreSQL was killed or restarted',
};
const root = fileURLToPath(new URL('..', import.meta.url));
const progress = fileURLToPath(new URL('../test-results/faults-soak.ndjson', import.meta.url));

const results = process.argv.includes('--soak')
  ? await soak()
  : Object.entries(names).map(([what, name]) => ({
      suite: 'faults',
      name,
      value: null,
      unit: 's',
      note: `${wanted[what]} times: run with --soak`,
    }));
for (const { name, value, note } of results)
  console.log(`${name}: ${value === null ? 'not run' : `${value} s`} (${note})`);
if (process.argv.includes('--json')) console.log(JSON.stringify(results));

async function soak() {
  mkdirSync(dirname(progress), { recursive: true });
  for (let done = passed(); done.some(({ times, what }) => times.length < wanted[what]); done = passed()) {
    const left = Object.fromEntries(done.map(({ what, times }) => [what, wanted[what] - times.length]));
    console.log(`still to do: ${left.kills} kills, ${left.restarts} restarts`);
    const isFine = await round(
      Math.max(0, Math.min(perRound.kills, left.kills)),
      Math.max(0, Math.min(perRound.restarts, left.restarts)),
    );
    if (!isFine) process.exit(1);
  }
  const figures = passed().flatMap(({ what, times, acknowledged }) => {
    const sorted = times.toSorted((a, b) => a - b);
    const note = `${times.length} times, ${acknowledged} acknowledged, none lost`;
    return [
      { name: `${names[what]}, median`, value: sorted[Math.floor(sorted.length / 2)] / 1_000, note },
      { name: `${names[what]}, longest`, value: sorted.at(-1) / 1_000, note },
    ].map((figure) => ({ suite: 'faults', unit: 's', ...figure }));
  });
  rmSync(progress);
  return figures;
}

/** What rounds have passed so far, this run's and earlier ones'. */
function passed() {
  const lines = existsSync(progress) ? readFileSync(progress, 'utf8').trim().split('\n').filter(Boolean) : [];
  const rounds = lines.map((line) => JSON.parse(line));
  return Object.keys(wanted).map((what) => {
    const mine = rounds.filter((one) => one.what === what);
    return {
      what,
      times: mine.flatMap(({ ms }) => ms),
      acknowledged: mine.reduce((sum, one) => sum + one.acknowledged, 0),
    };
  });
}

/** The test with larger counts, on a portal of its own. */
async function round(kills, restarts) {
  Object.assign(process.env, {
    FAULTS_PAUSE: '60',
    FAULTS_WRITERS: '50',
    FAULTS_KILLS: String(kills),
    FAULTS_RESTARTS: String(restarts),
    FAULTS_REPORT: progress,
  });
  const options = { root, config: false, watch: false, testTimeout: 1_800_000, hookTimeout: 180_000 };
  const vitest = await startVitest('test', ['test/faults.test.ts'], options);
  await vitest.close();
  return vitest.state.getCountOfFailedTests() === 0 && vitest.state.getUnhandledErrors().length === 0;
}
