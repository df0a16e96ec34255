// The sequencer under faults in full: 100 changes of leadership, deaths between any two statements at every border of tiles
// that a round meets, a clock that jumps by an hour, a full disk 20 times. Rows 3, 4 and 17 of the proofs.
// node bench/sequencer.bench.mjs [--json] [--soak]   (build the packages first)
// It takes some ten minutes, so it runs with --soak alone; a run that was cut off goes on where it stood.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What each part is called by the test that it runs, how often in all and in one round, and what one time is. */
const parts = [
  {
    what: 'leaderships',
    set: 'LEADERSHIPS',
    wanted: 100,
    round: 20,
    name: 'changes of leadership, two alive',
  },
  { what: 'cuts', set: 'CUT_ROUNDS', wanted: 400, round: 4, name: 'deaths between two statements' },
  { what: 'jumps', set: 'JUMPS', wanted: 200, round: 100, name: 'jumps of the clock by an hour or two' },
  { what: 'fills', set: 'FILLS', wanted: 20, round: 5, name: 'times the disk was full' },
];
const root = fileURLToPath(new URL('..', import.meta.url));
const progress = join(root, 'test-results', 'sequencer-soak.ndjson');
const diskSize = '400m';

const results = [];
for (const part of parts) results.push(await figureOf(part));
if (process.argv.includes('--soak')) rmSync(progress, { force: true });
for (const { name, value, note } of results) console.log(`${name}: ${value ?? 'not run'} (${note})`);
if (process.argv.includes('--json')) console.log(JSON.stringify(results));

async function figureOf(part) {
  const { what, wanted, name } = part;
  const figure = (value, note) => ({ suite: 'sequencer', name, value, unit: 'times', note });
  if (!process.argv.includes('--soak')) return figure(null, `${wanted} times: run with --soak`);
  const disk = what === 'fills' ? smallDisk() : null;
  if (disk?.refused) return figure(null, `a small disk can not be mounted here: ${disk.refused}`);
  for (let done = passed(what); done.times < wanted; done = passed(what)) {
    console.log(`${name}: ${done.times} of ${wanted}`);
    await round(part, disk);
    if (passed(what).times === done.times) process.exit(1);
  }
  const { times, entries } = passed(what);
  return figure(
    times,
    `${entries.toLocaleString('en')} entries: no fork, gap, duplicate or torn tile, nothing lost`,
  );
}

/** What rounds have passed so far, this run's and earlier ones'. */
function passed(what) {
  const lines = existsSync(progress) ? readFileSync(progress, 'utf8').split('\n').filter(Boolean) : [];
  const mine = lines.map((line) => JSON.parse(line)).filter((one) => one.what === what);
  const sum = (field) => mine.reduce((all, one) => all + one[field], 0);
  return { times: sum('times'), entries: sum('entries') };
}

/** The test with larger counts, on a database of its own; on a disk of its own where one is to be filled. */
async function round({ what, set }, disk) {
  mkdirSync(dirname(progress), { recursive: true });
  const { round: size } = parts.find((part) => part.what === what);
  const counts = Object.fromEntries(parts.map((part) => [`SEQUENCER_${part.set}`, '0']));
  const vitest = fileURLToPath(new URL('../vitest.mjs', import.meta.resolve('vitest')));
  const run = [
    process.execPath,
    ...[vitest, 'run', '--testTimeout', '1800000', 'src/ledger/sequencer.faults.test.ts'],
  ];
  const folder = disk && mkdtempSync(join(tmpdir(), 'countersign-small-disk-'));
  const [program, ...words] = folder ? disk.within(folder, run) : run;
  const child = spawn(program, words, {
    cwd: root,
    env: {
      ...process.env,
      ...counts,
      [`SEQUENCER_${set}`]: String(size),
      SEQUENCER_REPORT: progress,
      ...(folder && { SEQUENCER_SMALL_DISK: folder }),
    },
    stdio: 'inherit',
  });
  await once(child, 'exit');
  if (folder) rmSync(folder, { recursive: true });
}

/** A mount that only the one process sees: as root in a namespace of mounts, else in one of users as well. */
function smallDisk() {
  const isRoot = process.getuid?.() === 0;
  const { uid, gid } = { uid: process.getuid?.(), gid: process.getgid?.() };
  const mount = `mount -t tmpfs -o size=${diskSize},mode=755 tmpfs "$0"`;
  const within = (folder, run) =>
    isRoot
      ? ['unshare', '--mount', 'sh', '-c', `${mount} && exec "$@"`, folder, ...run]
      : [
          ...['unshare', '--user', '--map-root-user', '--mount', 'sh', '-c'],
          `${mount.replace('mode=755', 'mode=777')} && exec unshare --user --map-user=${uid} --map-group=${gid} "$@"`,
          ...[folder, ...run],
        ];
  const folder = mkdtempSync(join(tmpdir(), 'countersign-small-disk-'));
  try {
    const [program, ...words] = within(folder, ['df', '-k', folder]);
    execFileSync(program, words, { stdio: 'pipe', encoding: 'utf8' });
    return { within };
  } catch (error) {
    return {
      refused: String(error.stderr ?? error.message)
        .trim()
        .split('\n')[0],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
