import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runStep } from './run-step.mjs';

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** Folders of the workspace's packages, relative to the root. */
export function packageFolders() {
  const inside = (room) => readdirSync(join(root, room)).map((name) => `${room}/${name}`);
  return [...inside('packages'), ...inside('apps'), 'e2e'].filter((folder) =>
    existsSync(join(root, folder, 'package.json')),
  );
}

export const readManifest = (folder) => readJson(join(root, folder, 'package.json'));

/** The environment of every step: the workspace's own programs come first, so turbo finds the pnpm it needs. */
export const environment = (extra = {}) => ({
  ...process.env,
  PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
  ...extra,
});

/** What an installation depends on: a stamp of it is left in node_modules when one has succeeded. */
function installStamp() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of [
    'pnpm-lock.yaml',
    'pnpm-workspace.yaml',
    ...packageFolders().map((f) => `${f}/package.json`),
  ]) {
    hash.update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

function adviseOnInstall(output) {
  if (output.includes('OUTDATED_LOCKFILE')) {
    return 'A package.json was changed without the lockfile: run "npx pnpm install" and commit pnpm-lock.yaml with it.';
  }
  if (/ENOSPC/.test(output))
    return 'The disk is full: about 1 GB is needed. Make room, then run the same command again.';
  return (
    'Packages come from the npm registry: check the network, the proxy (HTTPS_PROXY, NODE_EXTRA_CA_CERTS) and the ' +
    'registry in ~/.npmrc, then run the same command again; it goes on where it stopped.'
  );
}

/** Installs what the lockfile names, with the exact pnpm of package.json; skipped where nothing has changed. */
export async function install() {
  const stampFile = join(root, 'node_modules/.countersign-install');
  const stamp = installStamp();
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return;
  const { packageManager } = readJson(join(root, 'package.json'));
  await runStep('Installing packages', 'npx', {
    options: ['-y', packageManager.split('+')[0], 'install', '--frozen-lockfile', '--reporter=append-only'],
    cwd: root,
    env: { ...process.env, CI: '1', npm_config_update_notifier: 'false' },
    advice: adviseOnInstall,
  });
  writeFileSync(stampFile, stamp);
}

/** Builds every package whose sources have changed since they were built last. */
export const build = () =>
  runStep('Building', 'turbo', {
    options: ['run', 'build', '--output-logs=new-only', '--env-mode=loose', '--log-order=grouped'],
    cwd: root,
    env: environment(),
    advice:
      'If the sources are as they were published, remove node_modules and .turbo, then run the same command again.',
  });
