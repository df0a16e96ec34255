import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './workspace.mjs';

const kept = join(root, 'node_modules/.cache/chromium');
/** In the order in which they are tried: older releases of Debian have no shell of their own. */
export const packagesOfDebian = ['chromium-headless-shell', 'chromium'];
export const font = 'fonts-liberation';

/** Runs a program without a word of it. @returns whether it succeeded */
export async function quietly(command, options) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const [code] = await once(spawn(command, options, { stdio: 'ignore', env }), 'exit').catch(() => [1]);
  return code === 0;
}

/** Debian's signed packages, fetched with lists and archives in a folder of our own, so that root is not needed. */
async function download(folder) {
  for (const name of ['lists/partial', 'archives/partial'])
    mkdirSync(join(folder, name), { recursive: true });
  const own = [
    `Dir::State::Lists=${join(folder, 'lists')}`,
    `Dir::Cache=${folder}`,
    `Dir::Cache::Archives=${join(folder, 'archives')}`,
    'Debug::NoLocking=1',
  ].flatMap((option) => ['-o', option]);
  const install = [...own, 'install', '-y', '--no-install-recommends', '--download-only', font];
  if (!(await quietly('apt-get', [...own, 'update']))) return false;
  for (const name of packagesOfDebian) if (await quietly('apt-get', [...install, name])) return true;
  return false;
}

async function unpack(folder) {
  const archives = readdirSync(join(folder, 'archives')).filter((name) => name.endsWith('.deb'));
  let all = true;
  for (const name of archives)
    all &&= await quietly('dpkg-deb', ['-x', join(folder, 'archives', name), folder]);
  rmSync(join(folder, 'archives'), { recursive: true });
  rmSync(join(folder, 'lists'), { recursive: true });
  return all;
}

/** Only the fonts that came along: without a configuration no font is found, and Chromium ends at the first field. */
function configureFonts(folder) {
  const file = join(folder, 'fonts.conf');
  const lines = [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `<dir>${join(folder, 'usr/share/fonts')}</dir>`,
    `<cachedir>${join(folder, 'font-cache')}</cachedir>`,
    '</fontconfig>',
  ];
  writeFileSync(file, lines.join('\n'));
  return file;
}

/** The folders of shared libraries under `folder`, as the loader's search path. */
function libraries(folder) {
  const places = ['usr/lib', 'lib']
    .map((name) => join(folder, name))
    .filter(existsSync)
    .flatMap((place) => readdirSync(place).map((name) => join(place, name)))
    .filter((place) => place.includes('-linux-gnu'));
  return [...places, ...places.map((place) => join(place, 'pulseaudio'))].join(':');
}

let unpacking;

/**
 * Begins to receive and unpack Debian's Chromium where it is not kept yet; beside the packages of this checkout, which may be
 * installed meanwhile. @returns its folder, undefined where there is none
 */
export function beginUnpacking(log) {
  unpacking ??= receive(log);
  return unpacking;
}

async function receive(log) {
  if (!existsSync('/usr/bin/apt-get')) return undefined;
  if (existsSync(kept)) return kept;
  log('No browser found: unpacking chromium from Debian’s packages (about a minute)');
  const folder = join(root, `.chromium-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  if ((await download(folder)) && (await unpack(folder))) return folder;
  rmSync(folder, { recursive: true, force: true });
  return undefined;
}

/**
 * For an ordinary user of Debian: the distribution's own Chromium, unpacked into a folder of this checkout and kept for
 * the next run, with the environment in which it finds its libraries and fonts. About 200 MB are received once.
 */
export async function unpackBrowser(log) {
  const folder = await beginUnpacking(log);
  if (folder === undefined) return undefined;
  if (folder !== kept && existsSync(folder)) {
    mkdirSync(dirname(kept), { recursive: true });
    rmSync(kept, { recursive: true, force: true });
    renameSync(folder, kept);
  }
  const path = packagesOfDebian.map((name) => join(kept, 'usr/lib/chromium', name)).find(existsSync);
  if (!path) return undefined;
  return { path, env: { LD_LIBRARY_PATH: libraries(kept), FONTCONFIG_FILE: configureFonts(kept) } };
}
