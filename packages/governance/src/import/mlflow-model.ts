import { type FileKind, FilePath, limits, type Manifest } from '@countersign/contracts';
import { inspectOnnx } from '@countersign/scoring';
import { sha256Hex } from '../change.ts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList } from './draft.ts';
import { isMapping, type Mapping, textAt, textOf, yamlMapping } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';

const marker = /(?:^|\/)MLmodel$/;

/** A model directory is told by its `MLmodel`; an mlruns folder has such directories among its artifacts. */
export const looksLikeMlflowModel = ({ files }: Archive): boolean => {
  const paths = [...files.keys()];
  return paths.some((path) => marker.test(path)) && !paths.some((path) => /(?:^|\/)meta\.yaml$/.test(path));
};

/**
 * Reads a model directory of MLflow (https://mlflow.org/docs/latest/models.html) into the draft of a version: `MLmodel`, environments,
 * signature, input example, and the model itself where it is ONNX that can be served here. @throws Refusal IMPORT_REFUSED
 */
export function readMlflowModel(archive: Archive): Draft {
  const list = new DraftList();
  const [at, another] = [...archive.files.keys()].filter((path) => marker.test(path));
  if (another !== undefined) throw refuseImport(another, '', 'is a second MLmodel; send one model directory');
  const file = at!;
  const folder = file.slice(0, -'MLmodel'.length);
  const said = yamlMapping(file, archive.files.get(file)!);
  if (!isMapping(said.flavors)) throw refuseImport(file, 'flavors', 'is missing or no mapping');
  const files = filesOf(archive, folder, said.flavors, list);
  const environment = environmentOf(archive, folder, file, said);
  const signature = signatureOf(file, said);
  const uuid = textAt(file, said, 'model_uuid');
  const manifest: Draft['version'] = {
    run: textAt(file, said, 'run_id'),
    bytes: files.bytes,
    manifest: {
      description: `A model directory of MLflow${uuid === null ? '' : `, ${uuid}`}`.slice(0, 2_000),
      authors: [],
      files: files.listed,
      parameters: {},
      metrics: [],
      datasets: [],
      buildEnvironment: environment,
      releaseNotes: '',
    },
  };
  list.item('version', 'a new version', folder.replace(/\/$/, ''), {
    files: files.listed.length,
    flavors: Object.keys(said.flavors).join(', '),
    'MLflow’s run': manifest.run,
    requirements: Array.isArray(environment.requirements) ? environment.requirements.length : null,
    signature,
    artifact: files.listed.find(({ kind }) => kind === 'artifact')?.path ?? 'none that is served here',
  });
  list.items.push(
    ...files.listed.map(({ path, kind }) => ({
      what: 'file' as const,
      name: path,
      from: `${folder}${path}`,
      facts: [{ name: 'kind', value: kind }],
    })),
  );
  for (const path of archive.notFiles) list.leave(path, 'A link or a device: only files are read');
  return {
    kind: 'mlflow-model',
    items: list.items,
    aside: list.aside,
    runs: [],
    version: manifest,
    blockers: [],
  };
}

const environmentFiles = ['conda.yaml', 'python_env.yaml'] as const;

/** What the model was built with, as the files beside it say. */
function environmentOf(
  archive: Archive,
  folder: string,
  file: string,
  said: Mapping,
): Manifest['buildEnvironment'] {
  const environment: Record<string, unknown> = {};
  const version = textAt(file, said, 'mlflow_version');
  const created = textAt(file, said, 'utc_time_created');
  const flavor = (said.flavors as Mapping).python_function;
  const python = isMapping(flavor) ? textAt(file, flavor, 'python_version') : null;
  if (version !== null) environment.mlflow = version;
  if (created !== null) environment.created = created;
  if (python !== null) environment.python = python;
  for (const name of environmentFiles) {
    const bytes = archive.files.get(`${folder}${name}`);
    if (bytes) environment[name] = yamlMapping(`${folder}${name}`, bytes);
  }
  const requirements = archive.files.get(`${folder}requirements.txt`);
  if (requirements)
    environment.requirements = textOf(`${folder}requirements.txt`, requirements)
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
  return environment;
}

/** `a: double, b: long → double`; MLflow writes each side as a JSON text. @throws Refusal IMPORT_REFUSED */
function signatureOf(file: string, said: Mapping): string | null {
  if (!isMapping(said.signature)) return null;
  const sides = ['inputs', 'outputs'].map((side) => {
    const text = textAt(file, said.signature as Mapping, side);
    if (text === null) return 'nothing';
    const columns = jsonList(text);
    if (!columns) throw refuseImport(file, `signature.${side}`, 'is no list in JSON');
    const names = columns.map((column) => {
      const { name, type } = isMapping(column) ? column : {};
      return [name, type].filter((part) => typeof part === 'string').join(': ');
    });
    return names.length > 20
      ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`
      : names.join(', ');
  });
  return sides.join(' → ');
}

function jsonList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

/** Kinds by how a file ends; null where nobody here could read it. */
function kindOf(path: string): Exclude<FileKind, 'artifact'> | null {
  if (/(?:^|\/)[^/]*input_example[^/]*\.json$|\.(?:md|rst)$/i.test(path)) return 'documentation';
  if (/(?:^|\/)MLmodel$|\.(?:ya?ml|toml|cfg|ini|json)$|(?:^|\/)requirements[^/]*\.txt$/i.test(path))
    return 'configuration';
  if (/\.py$/i.test(path)) return 'script';
  return /\.ipynb$/i.test(path) ? 'notebook' : null;
}

function filesOf(archive: Archive, folder: string, flavors: Mapping, list: DraftList) {
  const listed: Manifest['files'] = [];
  const bytes = new Map<string, Uint8Array>();
  const onnx = artifactPath(archive, folder, flavors, list);
  for (const [path, content] of archive.files) {
    const name = path.slice(folder.length);
    const kind = name === onnx ? 'artifact' : kindOf(name);
    if (!path.startsWith(folder)) list.leave(path, 'Outside of the model directory');
    else if (!FilePath.safeParse(name).success) list.leave(path, 'A path that no version may have');
    else if (kind === null) {
      if (!name.endsWith('.onnx'))
        list.leave(path, 'Of a format that is not served here: the version is registered without it');
    } else if (kind !== 'artifact' && content.length > limits.document)
      list.leave(path, 'Too large for a file of its kind');
    else {
      const sha256 = sha256Hex(content);
      listed.push({ path: name, kind, sha256, size: content.length });
      bytes.set(sha256, content);
    }
  }
  return { listed, bytes };
}

/** The one ONNX file of the directory, where it can be governed. */
function artifactPath(archive: Archive, folder: string, flavors: Mapping, list: DraftList): string | null {
  const said = isMapping(flavors.onnx) ? flavors.onnx.data : undefined;
  const found = [...archive.files.keys()].filter((path) => path.startsWith(folder) && path.endsWith('.onnx'));
  const named = typeof said === 'string' ? found.find((path) => path === `${folder}${said}`) : found[0];
  for (const path of found) if (path !== named) list.leave(path, 'Another ONNX file than the flavor names');
  if (named === undefined) return null;
  const [problem] = inspectOnnx(archive.files.get(named)!).problems;
  if (!problem) return named.slice(folder.length);
  list.leave(named, `ONNX that cannot be served here: ${problem.message}`);
  return null;
}
