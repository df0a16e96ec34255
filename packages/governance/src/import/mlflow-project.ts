import type { Archive } from './archive-entry.ts';
import { environmentIn } from './build-environment.ts';
import { type Draft, DraftList } from './draft.ts';
import { kindOf, VersionFiles } from './file-kinds.ts';
import { isMapping, type Mapping, textAt, yamlMapping } from './mapping.ts';
import { numberIn } from './number-in.ts';
import { refuseImport } from './refuse-import.ts';

const marker = /(?:^|\/)MLproject$/;

export const looksLikeMlflowProject = ({ files }: Archive): boolean =>
  [...files.keys()].some((path) => marker.test(path));

/** Types of parameters that MLflow knows. */
const types = new Set(['string', 'float', 'path', 'uri']);

/**
 * Reads a project of MLflow (https://mlflow.org/docs/latest/projects.html) into the draft of a version without an artifact: its
 * scripts, the defaults of its entry points as parameters, its environment. @throws Refusal IMPORT_REFUSED
 */
export function readMlflowProject(archive: Archive): Draft {
  const list = new DraftList();
  const [file, another] = [...archive.files.keys()].filter((path) => marker.test(path));
  if (file === undefined || another !== undefined)
    throw refuseImport(another ?? 'The archive', '', 'is a second MLproject; send one project');
  const folder = file.slice(0, -'MLproject'.length);
  const said = yamlMapping(file, archive.files.get(file)!);
  const name = textAt(file, said, 'name');
  const environment = environmentOf(archive, folder, file, said, list);
  const files = new VersionFiles(list);
  list.item('version', 'a new version', folder.replace(/\/$/, ''), {
    project: name,
    environment: Object.keys(environment).join(', '),
    artifact: 'none: a project is what trains one',
  });
  const parameters = entryPointsOf(file, said, list);
  for (const [path, content] of archive.files) {
    const own = path.slice(folder.length);
    const kind = kindOf(own);
    if (!path.startsWith(folder)) list.leave(path, 'Outside of the project');
    else if (/^(?:\.|mlruns\/)/.test(own)) list.leave(path, 'Not of the project: hidden, or runs of MLflow');
    else if (kind === null)
      list.leave(path, 'Neither a script nor a configuration, a notebook or a document');
    else files.take(path, own, kind, content);
  }
  files.show(folder);
  for (const path of archive.notFiles) list.leave(path, 'A link or a device: only files are read');
  return {
    kind: 'mlflow-project',
    items: list.items,
    aside: list.aside,
    runs: [],
    version: {
      run: null,
      bytes: files.bytes,
      manifest: {
        description: `A project of MLflow${name === null ? '' : `, ${name}`}`.slice(0, 2_000),
        authors: [],
        files: files.listed,
        parameters,
        metrics: [],
        datasets: [],
        buildEnvironment: environment,
        releaseNotes: '',
      },
    },
    blockers: [],
  };
}

/** The file of an environment that is named has to be there, unless the MLproject was sent alone. @throws Refusal IMPORT_REFUSED */
function environmentOf(
  archive: Archive,
  folder: string,
  file: string,
  said: Mapping,
  list: DraftList,
): Record<string, unknown> {
  const named = ['conda_env', 'python_env'].flatMap((key) => {
    const path = textAt(file, said, key);
    if (path === null) return [];
    const isThere = archive.files.has(`${folder}${path}`);
    if (!isThere && archive.files.size === 1) {
      list.leave(path, 'Named by MLproject, which was sent alone');
      return [];
    }
    if (!isThere)
      throw refuseImport(
        file,
        key,
        `names ${JSON.stringify(path.slice(0, 200))}, which is not in the project`,
      );
    return [path];
  });
  const docker = said.docker_env;
  if (docker !== undefined && !(isMapping(docker) && typeof docker.image === 'string'))
    throw refuseImport(file, 'docker_env.image', 'is missing');
  return { ...environmentIn(archive, folder, named), ...(docker !== undefined && { docker }) };
}

/** @returns defaults by entry point and parameter; null where a parameter has none @throws Refusal IMPORT_REFUSED */
function entryPointsOf(
  file: string,
  said: Mapping,
  list: DraftList,
): Record<string, Record<string, unknown>> {
  const entries = said.entry_points ?? {};
  if (!isMapping(entries)) throw refuseImport(file, 'entry_points', 'is no mapping');
  const defaults: Record<string, Record<string, unknown>> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const place = `entry_points.${name}`;
    if (!isMapping(entry)) throw refuseImport(file, place, 'is no entry point');
    const command = textAt(file, entry, 'command');
    if (command === null) throw refuseImport(file, `${place}.command`, 'is missing');
    const parameters = entry.parameters ?? {};
    if (!isMapping(parameters)) throw refuseImport(file, `${place}.parameters`, 'is no mapping');
    const own = Object.entries(parameters).map(([key, of]) =>
      parameterOf(file, `${place}.parameters.${key}`, key, of),
    );
    if (own.length > 0) defaults[name] = Object.fromEntries(own.map(({ key, value }) => [key, value]));
    list.item('entry-point', name, file, {
      command: command.slice(0, 500),
      parameters: own
        .map(({ shown }) => shown)
        .join(', ')
        .slice(0, 2_000),
    });
  }
  return defaults;
}

/** `alpha: float`, `alpha: {type: float, default: 0.1}`. @throws Refusal IMPORT_REFUSED */
function parameterOf(file: string, place: string, key: string, of: unknown) {
  const said = isMapping(of) ? of : { type: of };
  const type = textAt(file, said, 'type') ?? 'string';
  if (!types.has(type)) throw refuseImport(file, `${place}.type`, `is none of ${[...types].join(', ')}`);
  const text = said.default;
  if (text === undefined) return { key, value: null, shown: `${key}: ${type}` };
  if (typeof text !== 'string') throw refuseImport(file, `${place}.default`, 'is no text or number');
  const value = type === 'float' ? numberIn(text) : text;
  if (value === null)
    throw refuseImport(file, `${place}.default`, `is no number: ${JSON.stringify(text.slice(0, 40))}`);
  return { key, value, shown: `${key}: ${type} = ${text}` };
}
