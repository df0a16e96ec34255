// npm test: everything, from a fresh clone on: every package's tests, then the journeys in a real browser.
import { requireNode } from '../src/require-node.mjs';

requireNode();
const { mkdtempSync } = await import('node:fs');
const { join } = await import('node:path');
const { beginToGetBrowser, findBrowser } = await import('../src/find-browser.mjs');
const { run } = await import('../src/run-step.mjs');
const { countTests, tellFailures } = await import('../src/test-reports.mjs');
const { tellStory } = await import('../src/tell-story.mjs');
const { testPackages } = await import('../src/test-packages.mjs');
const { openTestFolder } = await import('../src/test-folder.mjs');
const { build, environment, install, packageFolders, readManifest, root } = await import(
  '../src/workspace.mjs'
);

const journeysFolder = 'e2e';
const orError = (promise) => promise.catch((error) => error);
const orEnd = (result) => {
  if (!(result instanceof Error)) return result;
  console.error(`✖ ${result.message}`);
  process.exit(1);
};

const gotBrowser = beginToGetBrowser(console.log);
await install();
// It may take longer to come than the packages: only the journeys wait for it.
const foundBrowser = orError(gotBrowser.then(() => findBrowser(console.log)));
await build();

const folder = openTestFolder();
const reports = mkdtempSync(join(folder, 'reports-'));
const env = environment({ TMPDIR: folder, COUNTERSIGN_TEST_REPORTS: reports });
const tested = packageFolders().filter((folder) => readManifest(folder).scripts?.test);

// Told once, while the longest of the packages are tested.
const story = orError(tellStory(folder, env));
const packagesPassed = await testPackages(
  tested.filter((folder) => folder !== journeysFolder),
  { ...env, COUNTERSIGN_TEST_BUILT: 'yes' },
  async () => ({ COUNTERSIGN_TEST_STORY: orEnd(await story) }),
);
const browser = orEnd(await foundBrowser);
console.log(`✔ Browser: ${browser.path}`);
// The journeys have the machine to themselves: they wait for a real browser and a real server.
const journeys = await run(join(root, journeysFolder, 'node_modules/.bin/vitest'), ['run'], {
  cwd: join(root, journeysFolder),
  env: {
    ...env,
    COUNTERSIGN_TEST_STORY: orEnd(await story),
    COUNTERSIGN_BROWSER: browser.path,
    COUNTERSIGN_BROWSER_ARGS: JSON.stringify(browser.args),
    COUNTERSIGN_BROWSER_ENV: JSON.stringify(browser.env),
  },
});

const { passed, failures } = countTests(
  reports,
  tested.map((folder) => join(root, folder)),
);
for (const line of tellFailures(failures, root)) console.error(line);
// A run may fail although every test passed, by an error outside of them.
const broken = failures.length === 0 && (!packagesPassed || journeys !== 0);
const failed = broken ? 1 : failures.length;
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
