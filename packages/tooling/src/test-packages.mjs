import { delimiter, join } from 'node:path';
import { run } from './run-step.mjs';
import { readManifest, root } from './workspace.mjs';

const NICE = 5;

// They take the most of the time, so they begin first.
const LONGEST = ['packages/governance', 'apps/api'];

/**
 * Runs the `test` script of each package at a lower priority than whatever else runs: one package at a time until
 * `journeys` settle, then two, each with two workers, so that one goes on while the other waits for its database. What
 * a package said is handed to `say` when it has ended. True where all ended with exit code 0.
 */
export async function testPackages(folders, { env, journeys, say }) {
  const waiting = folders.toSorted((a, b) => rank(a) - rank(b));
  const statuses = [];
  const lane = async () => {
    for (let folder = waiting.shift(); folder; folder = waiting.shift())
      statuses.push(await testPackage(folder, env, say));
  };
  await Promise.all([lane(), journeys.then(lane)]);
  return statuses.every((status) => status === 0);
}

const rank = (folder) => LONGEST.indexOf(folder) + 1 || LONGEST.length + 1;

async function testPackage(folder, env, say) {
  const lines = [];
  const cwd = join(root, folder);
  const PATH = `${join(cwd, 'node_modules/.bin')}${delimiter}${env.PATH}`;
  const status = await run('sh', ['-c', readManifest(folder).scripts.test], {
    cwd,
    env: { ...env, PATH, VITEST_MAX_WORKERS: '2' },
    nice: NICE,
    onLine: (line) => lines.push(line),
  });
  say(`\n${folder}${status === 0 ? '' : ` ended with ${status}`}\n${lines.join('\n')}`);
  return status;
}
