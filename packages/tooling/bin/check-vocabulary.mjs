// Holds the names, sizes and few forbidden words of our files against the house's rules.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolders, root } from '../src/workspace.mjs';

const LONGEST = 400; // lines
const ours = /^(packages|apps|e2e|\.ci)\//;
const notWritten = /^packages\/examples\/data\/|\/prisma\/migrations\/|\/generated\/|\/public\//;
const counted = /\.(ts|tsx|mts|mjs|css|prisma|html)$/;
const source = /\/src\/.*\.tsx?$/;
const test = /\.test\.tsx?$/;
const kebab = /^\.?[a-z0-9]+(-[a-z0-9]+)*$/;
const toolNames = /^([A-Z]+(\.[a-z]+)*\.(md|txt)|LICENSE|\.[a-z]+)$/;
const vague = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'shared',
  'lib',
  'misc',
  'types',
  'core',
]);

/** Words that a place forbids, with what to do instead. */
const forbiddenWords = [
  {
    place: /^packages\/governance\/src\//,
    word: /\bprocess\.env\b/,
    advice: 'Use cases read no environment variables: take the setting from the context.',
  },
  {
    place: /^packages\/governance\/src\//,
    word: /(?<![.\w])now\(\)|\bcurrent_timestamp\b/i,
    advice: 'The time of a governed record comes from ctx.clock, not from the database.',
  },
  {
    place: /^(packages|apps|e2e)\/.*\.tsx?$/,
    word: /\bTODO\b|\bFIXME\b|@ts-ignore|@ts-expect-error|@ts-nocheck/,
    advice: 'Finish it, or leave it out; what is left for later is written into an issue.',
  },
];

function problemsOf(path) {
  const problems = [];
  const parts = path.split('/');
  const file = parts.at(-1);
  for (const part of parts) {
    const stems = part.split('.').filter((stem) => stem !== '');
    if (vague.has(stems[0])) {
      problems.push(
        `"${part}" says nothing: name it for what it holds, or move it to the noun that it serves.`,
      );
    } else if (!toolNames.test(part) && !stems.every((stem) => kebab.test(stem))) {
      problems.push(`"${part}" is not kebab-case: write it like sign-off-row.ts, named for its export.`);
    }
  }
  if (!counted.test(file)) return problems;
  const text = readFileSync(join(root, path), 'utf8');
  const lines = text.split('\n').length - 1;
  if (lines > LONGEST) {
    problems.push(
      `${lines} lines are more than ${LONGEST}: find the second idea in it and give that a file.`,
    );
  }
  for (const { place, word, advice } of forbiddenWords) {
    const found = place.test(path) && !test.test(path) && word.exec(withoutComments(text));
    if (found) problems.push(`"${found[0]}": ${advice}`);
  }
  return problems;
}

const withoutComments = (text) =>
  text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, (comment) =>
    /TODO|FIXME|@ts-/.test(comment) ? comment : '',
  );

const { stdout } = spawnSync('git', ['ls-files', '-co', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
  maxBuffer: 1 << 26,
});
const paths = stdout
  .split('\n')
  .filter((path) => ours.test(path) && !notWritten.test(path) && existsSync(join(root, path)));
const findings = paths.flatMap((path) => problemsOf(path).map((problem) => `${path}\n  ${problem}`));
for (const folder of packageFolders()) {
  if (!existsSync(join(root, folder, 'README.md'))) {
    findings.push(`${folder}\n  has no README.md: say what it is, how it is laid out, and what was decided.`);
  }
}

if (findings.length > 0) console.log(`${findings.join('\n')}\n`);
const sizes = paths
  .filter((path) => source.test(path))
  .map((path) => readFileSync(join(root, path), 'utf8').split('\n').length - 1)
  .sort((a, b) => a - b);
console.log(
  `${paths.length} files; sources have ${sizes[Math.floor(sizes.length / 2)] ?? 0} lines in the middle`,
);
process.exit(findings.length > 0 ? 1 : 0);
