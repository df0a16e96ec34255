import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { font, packagesOfDebian, unpackBrowser } from './unpack-browser.mjs';
import { root } from './workspace.mjs';

/**
 * Quiet, without a screen or a graphics card; HTTP/3 and background traffic would disturb tests. Without Chromium's
 * sandbox, which refuses root and needs user namespaces: only pages of our own are opened.
 */
const flags = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** The shell first: the same engine without the windows around it opens a page for half the processor time. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
];
const macPlaces = ['Google Chrome', 'Chromium'].map(
  (name) => `/Applications/${name}.app/Contents/MacOS/${name}`,
);
const fromE2e = createRequire(join(root, 'e2e/package.json'));

const isExecutable = (path) => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

function onPath() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...places, ...macPlaces].find(isExecutable);
}

function playwrightsOwn() {
  const { chromium } = fromE2e('playwright-core');
  const path = chromium.executablePath();
  return existsSync(path) ? path : undefined;
}

/** As root on Debian and its kin the machine's own package manager brings a browser with all its libraries. */
function installed(log) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined;
  log('No browser found: installing chromium with apt-get (about a minute)');
  const options = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-q'], options);
  for (const name of packagesOfDebian) {
    spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', name, font], options);
    if (onPath()) break;
  }
  return onPath();
}

/** Whether the browser opens a page as the journeys will open theirs; `--dump-dom` hangs in some builds that do. */
async function opensPages({ path, env }) {
  try {
    const browser = await fromE2e('playwright-core').chromium.launch({
      executablePath: path,
      args: flags,
      env: { ...process.env, ...env },
    });
    const page = await browser.newPage();
    // Some builds, and any without fonts, show text and crash on a field in a grid, as every form of the portal has.
    await page.setContent('<form style="display: grid"><input></form>');
    await page.locator('input').fill('ready');
    await browser.close();
    return true;
  } catch {
    return false;
  }
}

/**
 * Finds or gets a browser that starts: its path, the flags and the further environment that it is to be started with.
 * Throws with what to do.
 */
export async function findBrowser(log = () => {}) {
  const chosen = process.env.CHROMIUM_PATH;
  if (chosen) {
    const browser = { path: chosen, env: {} };
    if (await opensPages(browser)) return { ...browser, args: flags };
    throw new Error(`CHROMIUM_PATH names ${chosen}, which does not start as a Chromium.`);
  }
  for (const search of [onPath, playwrightsOwn, installed, unpackBrowser]) {
    const found = await search(log);
    const browser = typeof found === 'string' ? { path: found, env: {} } : found;
    if (browser && (await opensPages(browser))) return { ...browser, args: flags };
  }
  throw new Error(
    'The browser journeys need a Chromium or Chrome, and none was found. Install one (Debian and Ubuntu: ' +
      '"apt-get install chromium"; others: https://www.google.com/chrome), or set CHROMIUM_PATH to its program.',
  );
}
