// Bundles one package to dist/ with esbuild: its own sources together, every dependency left external.
// Entries are src/index.ts, or the list in the package's `countersign.entries`.
import { readFileSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

const { countersign } = JSON.parse(readFileSync('package.json', 'utf8'));
rmSync('dist', { recursive: true, force: true });
await build({
  entryPoints: countersign?.entries ?? ['src/index.ts'],
  outdir: 'dist',
  bundle: true,
  splitting: true,
  packages: 'external',
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  sourcemap: true,
  legalComments: 'none',
  logLevel: 'warning',
});
