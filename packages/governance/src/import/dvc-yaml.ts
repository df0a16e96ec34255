import { posix } from 'node:path';
import { isMapping, type Mapping, textAt, yamlMapping } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';

/** An artifact that is given a name (https://dvc.org/doc/user-guide/project-structure/dvcyaml-files#artifacts). */
export interface DvcArtifact {
  readonly name: string;
  readonly path: string | null;
  readonly type: string | null;
  readonly description: string | null;
  readonly labels: readonly string[];
  readonly file: string;
}

/** What a `dvc.yaml` declares; paths are those of the repository. */
export interface DvcYaml {
  readonly stages: readonly string[];
  readonly metrics: readonly string[];
  readonly parameters: readonly string[];
  /** Folders that stages run in, where they are not that of the file. */
  readonly folders: ReadonlyMap<string, string>;
  readonly artifacts: readonly DvcArtifact[];
}

/** A path that a file in `folder` names, as one of the repository; null where it leads out of it. */
export function resolveIn(folder: string, path: string): string | null {
  const whole = posix.normalize(posix.join(folder, path)).replace(/\/$/, '');
  return whole.startsWith('../') ||
    whole === '..' ||
    posix.isAbsolute(path) ||
    /^[a-z0-9+.-]+:\/\//i.test(path)
    ? null
    : whole;
}

/** @throws Refusal IMPORT_REFUSED with the keys, or line and column */
export function readDvcYaml(file: string, folder: string, bytes: Uint8Array): DvcYaml {
  const said = yamlMapping(file, bytes);
  const stages = mappingAt(file, said, 'stages', '');
  const folders = new Map<string, string>();
  const metrics = pathsAt(file, said, 'metrics', '').map((path) => resolveIn(folder, path));
  const parameters = pathsAt(file, said, 'params', '').map((path) => resolveIn(folder, path));
  for (const [name, found] of Object.entries(stages)) {
    const place = `stages.${name}`;
    if (!isMapping(found)) throw refuseImport(file, place, 'is no stage');
    // What is repeated over a list stands under `do`, and is named by stage@item in dvc.lock.
    const stage = isMapping(found.do) ? found.do : found;
    if (stage.cmd === undefined) throw refuseImport(file, `${place}.cmd`, 'is missing');
    const at = resolveIn(folder, textAt(file, stage, 'wdir') ?? '.');
    if (at !== null && at !== folder) folders.set(name, at === '.' ? '' : at);
    const own = folders.get(name) ?? folder;
    metrics.push(...pathsAt(file, stage, 'metrics', `${place}.`).map((path) => resolveIn(own, path)));
    parameters.push(...paramFilesOf(file, stage, place).map((path) => resolveIn(own, path)));
  }
  const isPath = (path: string | null): path is string => path !== null;
  return {
    stages: Object.keys(stages),
    metrics: [...new Set(metrics.filter(isPath))],
    parameters: [...new Set(parameters.filter(isPath))],
    folders,
    artifacts: readArtifacts(file, folder, mappingAt(file, said, 'artifacts', ''), 'artifacts.'),
  };
}

/** `artifacts.yaml` of GTO, or the same part of a `dvc.yaml`. @throws Refusal IMPORT_REFUSED */
export function readArtifacts(file: string, folder: string, said: Mapping, at: string): DvcArtifact[] {
  return Object.entries(said).map(([name, found]) => {
    if (!isMapping(found)) throw refuseImport(file, `${at}${name}`, 'is no artifact');
    const path = textAt(file, found, 'path');
    const labels = found.labels ?? [];
    if (!Array.isArray(labels) || !labels.every((label) => typeof label === 'string'))
      throw refuseImport(file, `${at}${name}.labels`, 'is no list of texts');
    return {
      name,
      path: path === null ? null : (resolveIn(folder, path) ?? path),
      type: textAt(file, found, 'type'),
      description: textAt(file, found, 'desc') ?? textAt(file, found, 'description'),
      labels,
      file,
    };
  });
}

function mappingAt(file: string, of: Mapping, key: string, at: string): Mapping {
  const found = of[key];
  if (found === undefined || found === '') return {};
  if (isMapping(found)) return found;
  throw refuseImport(file, `${at}${key}`, 'is no mapping');
}

/** A list of paths, each bare or with options: `- scores.json`, `- scores.json: {cache: false}`. @throws Refusal IMPORT_REFUSED */
function pathsAt(file: string, of: Mapping, key: string, at: string): string[] {
  const found = of[key] ?? [];
  if (found === '') return [];
  if (!Array.isArray(found)) throw refuseImport(file, `${at}${key}`, 'is no list');
  return found.flatMap((one: unknown, index) => {
    const path = isMapping(one) ? Object.keys(one)[0] : one;
    if (typeof path !== 'string' || path === '')
      throw refuseImport(file, `${at}${key}.${index}`, 'is no path');
    return [path];
  });
}

/** Files that a stage takes parameters from: `- lr` is one of params.yaml, `- other.json: [lr]` of that file. */
function paramFilesOf(file: string, stage: Mapping, place: string): string[] {
  const found = stage.params ?? [];
  if (!Array.isArray(found)) throw refuseImport(file, `${place}.params`, 'is no list');
  return found.flatMap((one: unknown) => (isMapping(one) ? Object.keys(one).slice(0, 1) : []));
}
