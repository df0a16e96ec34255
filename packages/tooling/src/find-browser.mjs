import { accessSync, constants, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { beginUnpacking, font, packagesOfDebian, quietly, unpackBrowser } from './unpack-browser.mjs';
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

const mayInstall = () => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
let installing;

/** As root on Debian and its kin the machine's own package manager brings a browser with all its libraries. */
function installed(log) {
  if (!mayInstall()) return undefined;
  installing ??= install(log);
  return installing;
}

async function install(log) {
  log('No browser found: installing chromium with apt-get (about a minute)');
  await quietly('apt-get', ['update', '-q']);
  for (const name of packagesOfDebian) {
    await quietly('apt-get', ['install', '-y', '-q', '--no-install-recommends', name, font]);
    if (onPath()) break;
  }
  return onPath();
}

/** Begins to get a browser where the machine clearly has none, while the packages that look for one are still installed. */
export async function beginToGetBrowser(log = () => {}) {
  const playwrights = process.env.PLAYWRIGHT_BROWSERS_PATH ?? join(homedir(), '.cache/ms-playwright');
  if (process.env.CHROMIUM_PATH || onPath() || existsSync(playwrights)) return;
  await (mayInstall() ? installed(log) : beginUnpacking(log));
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
