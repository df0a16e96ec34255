// npm test: everything, from a fresh clone on: the journeys in a real browser and every package's tests.
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
await gotBrowser;
const browser = await findBrowser(console.log).catch((error) => {
  console.error(`✖ ${error.message}`);
  process.exit(1);
});
console.log(`✔ Browser: ${browser.path}`);
await build();

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

// The journeys come first: they wait for a real browser and a real server. What they leave of the processors goes to the
// tests of the packages, which say nothing until the journeys have been told.
const told = [];
let say = (text) => told.push(text);
const journeys = run(join(root, journeysFolder, 'node_modules/.bin/vitest'), ['run'], {
  cwd: join(root, journeysFolder),
  env,
});
const packages = testPackages(
  tested.filter((folder) => folder !== journeysFolder),
  { env: { ...env, COUNTERSIGN_TEST_BUILT: 'yes' }, journeys, say: (text) => say(text) },
);
const journeysStatus = await journeys;
say = (text) => console.log(text);
for (const text of told) say(text);
const packagesPassed = await packages;

const { passed, failed } = countTests(
  reports,
  tested.map((folder) => join(root, folder)),
);
// A run may fail although every test passed, by an error outside of them.
const broken = failed === 0 && (!packagesPassed || journeysStatus !== 0);
console.log(`${passed} passed, ${broken ? 1 : failed} failed`);
process.exit(failed > 0 || broken ? 1 : 0);
