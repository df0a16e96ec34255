import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packageFolder = fileURLToPath(new URL('..', import.meta.url));

/** The child process runs from dist: build it when a source is newer. */
export default function buildWhenStale(): void {
  const built = statSync(`${packageFolder}/dist/index.js`, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(`${packageFolder}/src`, { recursive: true, encoding: 'utf8' });
  const newest = Math.max(...sources.map((file) => statSync(`${packageFolder}/src/${file}`).mtimeMs));
  if (newest > built)
    execFileSync(process.execPath, ['../tooling/bin/build.mjs'], { cwd: packageFolder, stdio: 'inherit' });
}
