// npm test: everything, from a fresh clone on: every package's tests, then the journeys in a real browser.
import { requireNode } from '../src/require-node.mjs';

requireNode();
const { mkdtempSync } = await import('node:fs');
const { join } = await import('node:path');
const { beginToGetBrowser, findBrowser } = await import('../src/find-browser.mjs');
const { run } = await import('../src/run-step.mjs');
const { countTests } = await import('../src/test-reports.mjs');
const { testPackages } = await import('../src/test-packages.mjs');
const { openTestFolder } = await import('../src/test-folder.mjs');
const { build, environment, install, packageFolders, readManifest, root } = await import(
  '../src/workspace.mjs'
);

const journeysFolder = 'e2e';
const gotBrowser = beginToGetBrowser(console.log);
await install();
// It may take longer to come than the packages, so that everything is built meanwhile.
const foundBrowser = gotBrowser.then(() => findBrowser(console.log)).catch((error) => error);
await build();
const browser = await foundBrowser;
if (browser instanceof Error) {
  console.error(`✖ ${browser.message}`);
  process.exit(1);
}
console.log(`✔ Browser: ${browser.path}`);

const folder = openTestFolder();
const reports = mkdtempSync(join(folder, 'reports-'));
const env = environment({
  TMPDIR: folder,
  COUNTERSIGN_TEST_REPORTS: reports,
  COUNTERSIGN_BROWSER: browser.path,
  COUNTERSIGN_BROWSER_ARGS: JSON.stringify(browser.args),
  COUNTERSIGN_BROWSER_ENV: JSON.stringify(browser.env),
});
const tested = packageFolders().filter((folder) => readManifest(folder).scripts?.test);

const packagesPassed = await testPackages(
  tested.filter((folder) => folder !== journeysFolder),
  { ...env, COUNTERSIGN_TEST_BUILT: 'yes' },
);
// The journeys have the machine to themselves: they wait for a real browser and a real server.
const journeys = await run(join(root, journeysFolder, 'node_modules/.bin/vitest'), ['run'], {
  cwd: join(root, journeysFolder),
  env,
});

const { passed, failed } = countTests(
  reports,
  tested.map((folder) => join(root, folder)),
);
// A run may fail although every test passed, by an error outside of them.
const broken = failed === 0 && (!packagesPassed || journeys !== 0);
console.log(`${passed} passed, ${broken ? 1 : failed} failed`);
process.exit(failed > 0 || broken ? 1 : 0);
