// Bundles every package for Node to its dist/ with esbuild: its own sources together, every dependency left external.
// Entries are src/index.ts, or the list in the package's `countersign.entries`. All in one process: one for each would
// cost more than the bundles. What has not changed is not written, so that a portal that runs from there goes on.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { packageFolders, readManifest, root } from '../src/workspace.mjs';

const usual = ['src/index.ts'];

/** What is bundled of a package: undefined where it is no package for Node. */
function entriesOf(folder) {
  const { countersign } = readManifest(folder);
  return countersign?.entries ?? (existsSync(join(root, folder, usual[0])) ? usual : undefined);
}

async function bundle(folder, entryPoints) {
  const absWorkingDir = join(root, folder);
  const outdir = join(absWorkingDir, 'dist');
  const { outputFiles } = await build({
    absWorkingDir,
    entryPoints,
    outdir,
    bundle: true,
    splitting: true,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    sourcemap: true,
    legalComments: 'none',
    logLevel: 'warning',
    write: false,
  });
  for (const { path, contents } of outputFiles) writeChanged(path, contents);
  const written = new Set(outputFiles.map(({ path }) => path));
  for (const { parentPath, name } of filesIn(outdir))
    if (!written.has(join(parentPath, name))) rmSync(join(parentPath, name));
}

const filesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());

function writeChanged(path, contents) {
  if (existsSync(path) && readFileSync(path).equals(contents)) return;
  mkdirSync(dirname(path), { recursive: true });
  const isProgram = contents[0] === 0x23 && contents[1] === 0x21; // #!
  writeFileSync(path, contents, { mode: isProgram ? 0o755 : 0o644 });
}

const bundles = packageFolders().map((folder) => [folder, entriesOf(folder)]);
await Promise.all(bundles.flatMap(([folder, entries]) => (entries ? [bundle(folder, entries)] : [])));
