import type { Archive } from './archive-entry.ts';
import { type Mapping, textOf, yamlMapping } from './mapping.ts';

const environmentFiles = ['conda.yaml', 'python_env.yaml'] as const;

/** What the files of environments in a folder say; `more` are other names of such files. */
export function environmentIn(
  { files }: Archive,
  folder: string,
  more: readonly string[] = [],
): Record<string, unknown> {
  const environment: Record<string, unknown> = {};
  for (const name of new Set([...environmentFiles, ...more])) {
    const bytes = files.get(`${folder}${name}`);
    if (bytes) environment[name] = yamlMapping(`${folder}${name}`, bytes) satisfies Mapping;
  }
  const requirements = files.get(`${folder}requirements.txt`);
  if (requirements)
    environment.requirements = textOf(`${folder}requirements.txt`, requirements)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  return environment;
}
