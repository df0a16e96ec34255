// Holds every import against the import law; a broken rule is shown with its sentence.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { cruise } from 'dependency-cruiser';
import { importRules } from '../src/import-rules.mjs';
import { findNounCycles } from '../src/noun-cycles.mjs';
import { packageFolders, root } from '../src/workspace.mjs';

process.chdir(root);
const sources = packageFolders()
  .flatMap((folder) => ['src', 'test', 'bench', 'bin'].map((part) => `${folder}/${part}`))
  .concat('e2e')
  .filter((folder) => existsSync(join(root, folder)));

const { output } = await cruise(
  sources,
  {
    ruleSet: { forbidden: importRules },
    validate: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['/dist/', '/src/generated/', '^packages/examples/data/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
  },
  undefined,
);

const sentences = new Map(importRules.map(({ name, comment }) => [name, comment]));
const groups = new Map();
for (const { rule, from, to, cycle } of output.summary.violations) {
  const way = cycle ? [from, ...cycle.map(({ name }) => name)].join(' → ') : `${from} → ${to}`;
  groups.set(rule.name, [...(groups.get(rule.name) ?? []), way]);
}
const nounCycles = findNounCycles(output.modules);
if (nounCycles.length > 0) {
  sentences.set(
    'no-cycles-between-nouns',
    'Nouns that need each other cannot be understood apart. Move the shared part to the noun that owns it, or pass it in.',
  );
  groups.set(
    'no-cycles-between-nouns',
    nounCycles.map(({ nouns, steps }) => `${nouns.join(' → ')}\n    ${steps.join('\n    ')}`),
  );
}

for (const [name, ways] of groups) {
  console.log(`${name}: ${sentences.get(name)}\n  ${[...new Set(ways)].join('\n  ')}\n`);
}
console.log(`${output.summary.totalCruised} files, ${output.summary.totalDependenciesCruised} imports`);
process.exit(groups.size > 0 ? 1 : 0);
