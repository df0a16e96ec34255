import { createHash } from 'node:crypto';
import {
  type LoggedMetric,
  type LogRun,
  limits,
  RunArtifact,
  RunDataset,
  RunKey,
  type RunStatus,
} from '@countersign/contracts';
import type { DraftList } from './draft.ts';
import { instantOf, type Mapping, millisecondsAt, textAt, textOf, yamlMapping } from './mapping.ts';
import { numberIn } from './number-in.ts';
import { refuseImport } from './refuse-import.ts';
import { within } from './within.ts';

type Files = ReadonlyMap<string, Uint8Array>;
type Dataset = NonNullable<LogRun['datasets']>[number];
type Artifact = NonNullable<LogRun['artifacts']>[number];

/** The numbers by which MLflow's file store writes a status; older and newer ones write the word. */
const statuses: Readonly<Record<string, RunStatus>> = {
  1: 'RUNNING',
  2: 'SCHEDULED',
  3: 'FINISHED',
  4: 'FAILED',
  5: 'KILLED',
  RUNNING: 'RUNNING',
  SCHEDULED: 'SCHEDULED',
  FINISHED: 'FINISHED',
  FAILED: 'FAILED',
  KILLED: 'KILLED',
};

/** Reads the folder of one run. */
export class MlflowRun {
  constructor(
    readonly folder: string,
    readonly files: Files,
    readonly datasets: { readonly folder: string; readonly files: Files },
    readonly list: DraftList,
  ) {}

  read(): LogRun | null {
    const file = within(this.folder, 'meta.yaml');
    const said = yamlMapping(file, this.files.get('meta.yaml')!);
    const run = RunKey.safeParse(textAt(file, said, 'run_id') ?? textAt(file, said, 'run_uuid') ?? '');
    if (!run.success)
      throw refuseImport(
        file,
        'run_id',
        'is missing, or not up to 100 letters, digits, dots, dashes or colons',
      );
    if (textAt(file, said, 'lifecycle_stage') === 'deleted') {
      this.list.leave(this.folder, 'Deleted in MLflow');
      return null;
    }
    const startedAt = millisecondsAt(file, said, 'start_time');
    const endedAt = millisecondsAt(file, said, 'end_time');
    const parameters = this.texts('params', limits.runText);
    const {
      'mlflow.note.content': notes,
      'mlflow.runName': tagged,
      ...tags
    } = this.texts('tags', limits.runText);
    const metrics = this.metrics();
    const datasets = this.inputs();
    const artifacts = this.artifacts();
    for (const path of this.files.keys())
      if (!/^(?:meta\.yaml$|params\/|tags\/|metrics\/|inputs\/|artifacts\/)/.test(path))
        this.list.leave(within(this.folder, path), 'Not a part of a run that is known here');
    const name = lineOf(textAt(file, said, 'run_name') ?? tagged ?? '');
    const logged: LogRun = {
      run: run.data,
      ...(name !== '' && { name }),
      status: this.status(file, said),
      ...(startedAt !== null && { startedAt }),
      ...(endedAt !== null && { endedAt }),
      parameters,
      metrics,
      tags,
      datasets,
      artifacts,
      ...(notes !== undefined && { notes: notes.slice(0, limits.runNotes) }),
    };
    if (startedAt !== null && endedAt !== null && endedAt < startedAt)
      throw refuseImport(file, 'end_time', 'is before start_time');
    this.list.item('run', name === '' ? run.data : name, this.folder, {
      status: logged.status?.toLowerCase(),
      parameters: Object.keys(parameters).length,
      metrics: new Set(metrics.map((metric) => metric.name)).size,
      values: metrics.length,
      tags: Object.keys(tags).length,
      datasets: datasets.length,
      artifacts: artifacts.length,
      notes: notes === undefined ? null : 'yes',
    });
    return logged;
  }

  status(file: string, said: Mapping): RunStatus {
    const text = textAt(file, said, 'status') ?? '1';
    const status = Object.hasOwn(statuses, text) ? statuses[text] : undefined;
    if (!status)
      throw refuseImport(file, 'status', `${JSON.stringify(text.slice(0, 40))} is none of MLflow’s`);
    return status;
  }

  /** Files of a folder by their paths in it. */
  *in(folder: string): Generator<[key: string, path: string, bytes: Uint8Array]> {
    for (const [path, bytes] of this.files)
      if (path.startsWith(`${folder}/`))
        yield [path.slice(folder.length + 1), within(this.folder, path), bytes];
  }

  texts(folder: string, longest: number): Record<string, string> {
    const texts: Record<string, string> = {};
    for (const [key, path, bytes] of this.in(folder)) {
      const value = textOf(path, bytes);
      if (key.length > limits.runKey)
        this.list.leave(path, `A name of more than ${limits.runKey} characters`);
      else if (value.includes('\0')) throw refuseImport(path, '', 'holds a NUL, which is no text');
      else if (value.length > longest && key !== 'mlflow.note.content')
        this.list.leave(path, `A text of more than ${longest} characters`);
      else texts[key] = value;
    }
    return texts;
  }

  metrics(): LoggedMetric[] {
    const metrics: LoggedMetric[] = [];
    for (const [name, path, bytes] of this.in('metrics')) {
      if (name.length > limits.runKey) {
        this.list.leave(path, `A name of more than ${limits.runKey} characters`);
        continue;
      }
      textOf(path, bytes)
        .split(/\r?\n/)
        .forEach((line, index) => {
          if (line.trim() !== '') metrics.push({ name, ...valueIn(path, index + 1, line) });
        });
    }
    return metrics;
  }

  /** What `inputs/ID/meta.yaml` names of the experiment's datasets. */
  inputs(): Dataset[] {
    const found: Dataset[] = [];
    for (const [path, file, bytes] of this.in('inputs')) {
      if (!path.endsWith('/meta.yaml')) {
        this.list.leave(file, 'Not a part of a run that is known here');
        continue;
      }
      const said = yamlMapping(file, bytes);
      const id = textAt(file, said, 'source_id');
      const source = id === null ? undefined : this.datasets.files.get(`${id}/meta.yaml`);
      if (textAt(file, said, 'source_type') !== 'DATASET')
        this.list.leave(file, 'An input that is no dataset');
      else if (!source)
        throw refuseImport(file, 'source_id', `names a dataset that is not in ${this.datasets.folder}`);
      else found.push(this.dataset(`${this.datasets.folder}/${id}/meta.yaml`, source, contextIn(said)));
    }
    return found;
  }

  dataset(file: string, bytes: Uint8Array, context: string): Dataset {
    const said = yamlMapping(file, bytes);
    const dataset = RunDataset.safeParse({
      name: textAt(file, said, 'name') ?? '',
      context: context.slice(0, 100),
      digest: textAt(file, said, 'digest') ?? '',
      source: sourceIn(textAt(file, said, 'source') ?? ''),
    });
    if (dataset.success) return dataset.data;
    throw refuseImport(file, String(dataset.error.issues[0]?.path[0] ?? ''), 'is missing or too long');
  }

  artifacts(): Artifact[] {
    const found: Artifact[] = [];
    for (const [path, file, bytes] of this.in('artifacts')) {
      const digest = createHash('sha256').update(bytes).digest('hex');
      const artifact = RunArtifact.safeParse({ path, digest, size: bytes.length });
      if (!artifact.success) this.list.leave(file, `A path of more than ${limits.path} characters`);
      else found.push(artifact.data);
    }
    return found;
  }
}

const lineOf = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, 250);

/** `TIME VALUE STEP`; the step came later, and a dataset's name and digest after it later still. */
function valueIn(file: string, line: number, text: string): Omit<LoggedMetric, 'name'> {
  const [time = '', value = '', step = '0', ...more] = text.trim().split(' ');
  if (value === '' || more.length > 2)
    throw refuseImport(file, `line ${line}`, 'is not time, value and step');
  const number = numberIn(value);
  if (number === null)
    throw refuseImport(
      file,
      `line ${line}, column ${time.length + 2}`,
      `has no number: ${JSON.stringify(value.slice(0, 40))}`,
    );
  if (!/^-?\d{1,15}$/.test(step))
    throw refuseImport(file, `line ${line}`, `has no step: ${JSON.stringify(step.slice(0, 40))}`);
  return { value: number, step: Number(step), at: instantOf(file, `line ${line}`, time) };
}

function contextIn(said: Mapping): string {
  const tags = said.tags as Mapping | undefined;
  const context = typeof tags === 'object' ? tags?.['mlflow.data.context'] : undefined;
  return typeof context === 'string' ? context : '';
}

/** MLflow writes a source as JSON; its address says more to people. */
function sourceIn(text: string): string {
  try {
    const said = JSON.parse(text) as Mapping | null;
    const address = said?.uri ?? said?.url ?? said?.path;
    return typeof address === 'string' ? address.slice(0, 2_000) : text.slice(0, 2_000);
  } catch {
    return text.slice(0, 2_000);
  }
}
