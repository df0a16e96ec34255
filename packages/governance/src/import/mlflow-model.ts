import type { Manifest } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { environmentIn } from './build-environment.ts';
import { type Draft, DraftList } from './draft.ts';
import { kindOf, VersionFiles } from './file-kinds.ts';
import { isMapping, type Mapping, textAt, yamlMapping } from './mapping.ts';
import { onnxIn } from './onnx-in.ts';
import { refuseImport } from './refuse-import.ts';
import { schemaOfSignature } from './schema-of-signature.ts';

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
  const environment = environmentOf(archive, folder, file, said);
  const { signature, inputs } = signatureOf(file, said);
  const { files, schema } = filesOf(archive, folder, { flavors: said.flavors, inputs }, list);
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
    'schema.json': schema,
    artifact: files.listed.find(({ kind }) => kind === 'artifact')?.path ?? 'none that is served here',
  });
  files.show(folder);
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
  return { ...environment, ...environmentIn(archive, folder) };
}

/** `a: double, b: long → double`; MLflow writes each side as a JSON text. @throws Refusal IMPORT_REFUSED */
function signatureOf(
  file: string,
  said: Mapping,
): { signature: string | null; inputs: readonly unknown[] | null } {
  if (!isMapping(said.signature)) return { signature: null, inputs: null };
  let inputs: readonly unknown[] | null = null;
  const sides = ['inputs', 'outputs'].map((side) => {
    const text = textAt(file, said.signature as Mapping, side);
    if (text === null) return 'nothing';
    const columns = jsonList(text);
    if (!columns) throw refuseImport(file, `signature.${side}`, 'is no list in JSON');
    if (side === 'inputs') inputs = columns;
    const names = columns.map((column) => {
      const { name, type } = isMapping(column) ? column : {};
      return [name, type].filter((part) => typeof part === 'string').join(': ');
    });
    return names.length > 20
      ? `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`
      : names.join(', ');
  });
  return { signature: sides.join(' → '), inputs };
}

function jsonList(text: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function filesOf(
  archive: Archive,
  folder: string,
  { flavors, inputs }: { flavors: Mapping; inputs: readonly unknown[] | null },
  list: DraftList,
): { files: VersionFiles; schema: string | null } {
  const files = new VersionFiles(list);
  const named = isMapping(flavors.onnx) && typeof flavors.onnx.data === 'string' ? flavors.onnx.data : null;
  const onnx = onnxIn(archive, folder, named, list);
  for (const [path, content] of archive.files) {
    const name = path.slice(folder.length);
    const kind = name === onnx?.path ? 'artifact' : kindOf(name);
    if (!path.startsWith(folder)) list.leave(path, 'Outside of the model directory');
    else if (kind !== null) files.take(path, name, kind, content);
    else if (!name.endsWith('.onnx'))
      list.leave(path, 'Of a format that is not served here: the version is registered without it');
  }
  if (!onnx) return { files, schema: null };
  const taken = archive.files.has(`${folder}schema.json`);
  const schema = taken
    ? { why: 'the directory has a schema.json of its own kind' }
    : schemaOfSignature(inputs, onnx);
  if ('why' in schema) return { files, schema: `none: ${schema.why}` };
  files.take(`${folder}schema.json`, 'schema.json', 'schema', schema.bytes);
  return { files, schema: 'made from the signature and the tensors, which say the same' };
}
