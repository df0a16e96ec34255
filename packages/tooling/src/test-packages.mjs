import { delimiter, join } from 'node:path';
import { run } from './run-step.mjs';
import { readManifest, root } from './workspace.mjs';

const LANES = 2; // packages at a time, each with two workers: while one waits for its database, another one goes on

// They take the most of the time, so they begin first.
const LONGEST = ['packages/governance', 'apps/api'];
/** It begins when the story is told. */
const OF_THE_STORY = 'packages/examples';

/**
 * Runs the `test` script of each package; the examples' gets what `story` resolves to in its environment besides. What
 * a package said is printed when it has ended. True where all ended with exit code 0.
 */
export async function testPackages(folders, env, story) {
  const waiting = folders
    .filter((folder) => folder !== OF_THE_STORY)
    .toSorted((a, b) => rank(a) - rank(b))
    .concat(folders.filter((folder) => folder === OF_THE_STORY));
  const statuses = [];
  const lane = async () => {
    for (let folder = waiting.shift(); folder; folder = waiting.shift()) {
      const more = folder === OF_THE_STORY ? await story() : {};
      statuses.push(await testPackage(folder, { ...env, ...more }));
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return statuses.every((status) => status === 0);
}

const rank = (folder) => LONGEST.indexOf(folder) + 1 || LONGEST.length + 1;

async function testPackage(folder, env) {
  const lines = [];
  const cwd = join(root, folder);
  const PATH = `${join(cwd, 'node_modules/.bin')}${delimiter}${env.PATH}`;
  const status = await run('sh', ['-c', readManifest(folder).scripts.test], {
    cwd,
    env: { ...env, PATH, VITEST_MAX_WORKERS: '2' },
    onLine: (line) => lines.push(line),
  });
  console.log(`\n${folder}${status === 0 ? '' : ` ended with ${status}`}\n${lines.join('\n')}`);
  return status;
}
