// Dead code: what no entry of a package reaches. Entries are what package.json exports, and what is run by hand.
import { packageFolders, readManifest } from './src/workspace.mjs';

const byHand = ['bin/*.mjs', 'prisma/*.mjs', 'bench/*.bench.mjs', 'test/*.mjs'];

/** Used where knip does not look: in generated code, in style sheets, as a program, as a file. */
const usedElsewhere = {
  'packages/database': ['@prisma/client'],
  'packages/tooling': ['@biomejs/biome'],
  'apps/web': ['@fontsource/*', 'tailwindcss'],
  // Read as files: typefaces of printed reports, and the published schemas of CycloneDX.
  'packages/governance': ['@fontsource/*'],
  'packages/examples': ['@cyclonedx/cyclonedx-library'],
};

const workspace = (folder) => [
  folder,
  {
    entry: [
      ...(readManifest(folder).countersign?.entries ?? ['src/index.ts', 'src/main.{ts,tsx}']),
      ...byHand,
      ...(folder === 'e2e' ? ['**/*.test.ts'] : []),
    ],
    project: ['**/*.{ts,tsx,mjs}', '!dist/**', '!data/**', '!src/generated/**'],
    ignoreDependencies: usedElsewhere[folder] ?? [],
  },
];

export default {
  workspaces: {
    '.': { ignoreDependencies: ['pnpm'] },
    ...Object.fromEntries(packageFolders().map(workspace)),
    'packages/tooling': {
      entry: ['bin/*.mjs', 'src/end-with-parent.mjs', 'knip.config.mjs'],
      project: ['**/*.mjs'],
      ignoreDependencies: usedElsewhere['packages/tooling'],
      ignoreBinaries: ['apt-get', 'dpkg-deb'],
    },
  },
  ignoreExportsUsedInFile: true,
};
