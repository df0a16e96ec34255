import { createHash } from 'node:crypto';
import { type LoggedMetric, type LogRun, limits, RunArtifact, RunDataset } from '@countersign/contracts';
import { type DvcEntry, parseDvc } from '../dataset/parse-dvc.ts';
import type { DraftList } from './draft.ts';
import { type DvcYaml, resolveIn } from './dvc-yaml.ts';
import { flatten } from './flatten.ts';
import { dataIn, isMapping, type Mapping, yamlMapping } from './mapping.ts';
import { numberIn } from './number-in.ts';
import { inFile, refuseImport } from './refuse-import.ts';
import { within } from './within.ts';

export type Files = ReadonlyMap<string, Uint8Array>;
type Dataset = NonNullable<LogRun['datasets']>[number];

/** One pipeline of DVC at one moment: the folder of a `dvc.lock` or a `dvc.yaml`, among the files of its repository. */
export interface DvcMoment {
  readonly folder: string;
  /** By path in the repository. */
  readonly files: Files;
  /** How a path of the repository is called to people. */
  readonly called: (path: string) => string;
  readonly declared: readonly DvcYaml[];
  /** Before bytes are parsed, each time. @throws Refusal IMPORT_REFUSED where that would be more than an import reads */
  readonly spend: (bytes: Uint8Array) => void;
}

/** A dependency or output, by its path in the repository. */
interface Tracked extends DvcEntry {
  readonly at: string;
  readonly isOutput: boolean;
}

const code = /\.(?:py|ipynb|r|rmd|jl|sh|sql|scala|java|js|ts|m|c|cc|cpp|h|rs|go)$/i;
const digestOf = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest('hex');
const withLineFeeds = (bytes: Uint8Array): Uint8Array =>
  Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('\r\n', '\n'), 'latin1');

/** Digests of the same bytes are asked for by one experiment after the other. */
const known = new WeakMap<Uint8Array, Map<string, string>>();
function digestOnce(kind: 'md5' | 'md5 with line feeds' | 'sha256', bytes: Uint8Array): string {
  const of = known.get(bytes) ?? new Map<string, string>();
  known.set(bytes, of);
  const digest =
    of.get(kind) ??
    (kind === 'md5 with line feeds' ? digestOf('md5', withLineFeeds(bytes)) : digestOf(kind, bytes));
  of.set(kind, digest);
  return digest;
}

/** Reads what a pipeline ran with, what it read and wrote, and what was measured. @throws Refusal IMPORT_REFUSED */
export class DvcRun {
  readonly lockFile: string;
  readonly lock: Mapping | null;
  readonly tracked: readonly Tracked[];
  /** What `dvc.lock` says of each output, by path. */
  readonly #locked = new Map<string, string | null>();

  constructor(
    readonly moment: DvcMoment,
    readonly list: DraftList,
  ) {
    this.lockFile = within(moment.folder, 'dvc.lock');
    const bytes = moment.files.get(this.lockFile);
    const called = moment.called(this.lockFile);
    this.lock = bytes ? yamlMapping(called, bytes) : null;
    const entries = bytes ? inFile(called, () => parseDvc(bytes)) : [];
    this.tracked = entries.flatMap((entry) => {
      const at = resolveIn(this.folderOf(entry.stage), entry.path);
      if (at !== null) return [{ ...entry, at, isOutput: entry.place.includes('.outs.') }];
      this.list.leave(`${called}, ${entry.place}: ${entry.path}`, 'Lies outside of the repository');
      return [];
    });
    for (const { at, isOutput, md5 } of this.tracked)
      if (isOutput && !this.#locked.has(at)) this.#locked.set(at, md5);
  }

  read(): Pick<LogRun, 'parameters' | 'metrics' | 'tags' | 'datasets' | 'artifacts'> {
    return {
      parameters: this.parameters(),
      metrics: this.metrics(),
      tags: this.tags(),
      datasets: this.datasets(),
      artifacts: this.artifacts(),
    };
  }

  folderOf(stage: string | null): string {
    const name = stage?.split('@')[0];
    const folders = this.moment.declared.map(({ folders }) =>
      name === undefined ? undefined : folders.get(name),
    );
    return folders.find((folder) => folder !== undefined) ?? this.moment.folder;
  }

  /** Stages by name, as they last ran. */
  stages(): [name: string, stage: Mapping][] {
    const of = this.lock?.schema === undefined ? this.lock : this.lock.stages;
    return Object.entries(isMapping(of) ? of : {}).filter((entry): entry is [string, Mapping] =>
      isMapping(entry[1]),
    );
  }

  /** What stages ran with, as `dvc.lock` says; without one what the files of parameters say. */
  parameters(): Record<string, string> {
    const found = this.lock ? this.locked() : this.written();
    const parameters: Record<string, string> = {};
    for (const [name, values] of found)
      for (const [value, stages] of values) {
        const key = values.size === 1 ? name : `${name} (${stages.join(', ')})`;
        if (key.length > limits.runKey || value.length > limits.runText)
          this.list.leave(key.slice(0, 100), 'A parameter with a name or value that is too long');
        else parameters[key] = value;
      }
    return parameters;
  }

  locked(): Map<string, Map<string, string[]>> {
    const found = new Map<string, Map<string, string[]>>();
    const called = this.moment.called(this.lockFile);
    for (const [name, stage] of this.stages()) {
      const place = `stages.${name}.params`;
      if (stage.params === undefined) continue;
      if (!isMapping(stage.params)) throw refuseImport(called, place, 'is no mapping of files');
      for (const [file, values] of Object.entries(stage.params)) {
        const at = resolveIn(this.folderOf(name), file) ?? file;
        const now = this.valuesOf(at);
        for (const [key, value] of inFile(called, () => flatten(values))) {
          const full = this.named(at, key);
          const all = found.get(full) ?? new Map<string, string[]>();
          found.set(full, all);
          all.set(value, [...(all.get(value) ?? []), name]);
          const other = now?.get(key);
          if (other !== undefined && !isSame(other, value))
            this.list.leave(
              `${this.moment.called(at)}, ${key}`,
              'Says another value than dvc.lock: what a stage ran with counts',
            );
        }
      }
    }
    return found;
  }

  written(): Map<string, Map<string, string[]>> {
    const found = new Map<string, Map<string, string[]>>();
    const standard = within(this.moment.folder, 'params.yaml');
    const files = new Set([standard, ...this.moment.declared.flatMap(({ parameters }) => parameters)]);
    for (const file of files)
      for (const [key, value] of this.valuesOf(file) ?? [])
        found.set(this.named(file, key), new Map([[value, ['']]]));
    return found;
  }

  /** As DVC names parameters: those of other files than `params.yaml` with their file. */
  named(file: string, key: string): string {
    return file === within(this.moment.folder, 'params.yaml') ? key : `${file}:${key}`;
  }

  readonly #values = new Map<string, Map<string, string> | null>();
  /** Leaves of a file of parameters; null where it is not there or of a format that is not read. */
  valuesOf(path: string): Map<string, string> | null {
    const read = this.#values.get(path);
    if (read !== undefined) return read;
    const bytes = this.moment.files.get(path);
    const called = this.moment.called(path);
    const isRead = /\.(?:ya?ml|json)$/i.test(path);
    if (bytes && !isRead)
      this.list.leave(called, 'Parameters in a format that is not read: YAML and JSON are');
    const values = bytes && isRead ? new Map(this.#leavesOf(called, bytes)) : null;
    this.#values.set(path, values);
    return values;
  }

  #leavesOf(called: string, bytes: Uint8Array): [name: string, text: string][] {
    this.moment.spend(bytes);
    return inFile(called, () => flatten(dataIn(called, bytes)));
  }

  readonly #measured: [path: string, name: string, value: LoggedMetric['value']][] = [];
  /** Digest of what makes this state another one than the last: `dvc.lock`, and measured values that it has no digest of. */
  state(parameters: LogRun['parameters']): string {
    const lock = this.moment.files.get(this.lockFile);
    const said = [this.moment.folder, lock ? digestOnce('md5', lock) : parameters, this.#measured];
    return createHash('sha256').update(JSON.stringify(said)).digest('hex');
  }

  isLocked(path: string): boolean {
    return (this.#locked.get(path) ?? null) !== null;
  }

  metrics(): LoggedMetric[] {
    const read: { path: string; name: string; value: LoggedMetric['value'] }[] = [];
    for (const path of new Set(this.moment.declared.flatMap(({ metrics }) => metrics))) {
      const called = this.moment.called(path);
      const bytes = this.bytesOf(path);
      if (path.includes('${')) this.list.leave(called, 'A path with a variable of DVC: it is not filled in');
      else if (bytes === null)
        this.list.leave(called, 'Metrics that are not in the archive: DVC keeps them in its cache or remote');
      else if (bytes === 'changed') this.leaveChanged(path);
      else if (!/\.(?:ya?ml|json)$/i.test(path))
        this.list.leave(called, 'Metrics in a format that is not read: YAML and JSON are');
      else
        for (const [name, text] of this.#leavesOf(called, bytes)) {
          const value = numberIn(text);
          if (value === null)
            this.list.leave(`${called}, ${name}`.slice(0, 200), 'A measured value that is no number');
          else {
            read.push({ path, name, value });
            if (!this.isLocked(path)) this.#measured.push([path, name, value]);
          }
        }
    }
    const times = new Map<string, number>();
    for (const { name } of read) times.set(name, (times.get(name) ?? 0) + 1);
    return read.flatMap(({ path, name, value }) => {
      const full = times.get(name) === 1 ? name : `${path}:${name}`;
      if (full.length <= limits.runKey && full !== '') return [{ name: full, value }];
      this.list.leave(full.slice(0, 100), `A name of more than ${limits.runKey} characters, or none`);
      return [];
    });
  }

  /**
   * The bytes at a path as `dvc.lock` has them: from the folder, or from the cache of DVC where that is in the archive. Line ends may
   * be those of another system, as DVC before 3.0 had it.
   */
  bytesOf(path: string): Uint8Array | 'changed' | null {
    const { files } = this.moment;
    const locked = this.#locked.get(path) ?? null;
    const here = files.get(path);
    if (locked === null || locked.endsWith('.dir')) return here ?? null;
    if (here && (digestOnce('md5', here) === locked || digestOnce('md5 with line feeds', here) === locked))
      return here;
    const kept = `${locked.slice(0, 2)}/${locked.slice(2)}`;
    const cached = files.get(`.dvc/cache/files/md5/${kept}`) ?? files.get(`.dvc/cache/${kept}`);
    return cached && digestOnce('md5', cached) === locked ? cached : here ? 'changed' : null;
  }

  readonly #changed = new Set<string>();
  leaveChanged(path: string): void {
    if (this.#changed.has(path)) return;
    this.#changed.add(path);
    this.list.leave(
      this.moment.called(path),
      'Was changed since dvc.lock was written: it is not of that run',
    );
  }

  /** Scripts that stages depend on, and what stages call. */
  tags(): Record<string, string> {
    const tags: Record<string, string> = {};
    const put = (key: string, value: string) => {
      if (key.length <= limits.runKey && value.length <= limits.runText) tags[key] = value;
      else this.list.leave(key.slice(0, 100), 'A tag with a name or value that is too long');
    };
    for (const [name, { cmd }] of this.stages())
      if (typeof cmd === 'string') put(`dvc.command.${name}`, cmd);
      else if (Array.isArray(cmd)) put(`dvc.command.${name}`, cmd.join('\n'));
    for (const { at, md5: digest, isOutput } of this.tracked)
      if (!isOutput && code.test(at) && digest !== null) put(`dvc.code.${at}`, `md5:${digest}`);
    return tags;
  }

  /** What stages read and wrote, and what `.dvc` files track. */
  datasets(): Dataset[] {
    const found = new Map<string, { digest: string; roles: string[] }>();
    const put = (path: string, digest: string | null, role: string, from: string) => {
      const known = found.get(path);
      const said = digest === null ? '' : `md5:${digest}`;
      if (known && known.digest !== said)
        this.list.leave(from, `Says another digest of ${path} than a stage ran with or wrote`);
      else if (known) known.roles.push(role);
      else found.set(path, { digest: said, roles: [role] });
    };
    for (const { at, md5: digest, stage, isOutput, place } of this.tracked)
      if (isOutput || !code.test(at))
        put(
          at,
          digest,
          `${isOutput ? 'output' : 'input'} of ${stage}`,
          `${this.moment.called(this.lockFile)}, ${place}`,
        );
    for (const [path, bytes] of this.pointers()) {
      this.moment.spend(bytes);
      const called = this.moment.called(path);
      const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
      for (const { path: out, md5: digest, place } of inFile(called, () => parseDvc(bytes)))
        if (place.startsWith('outs.')) put(resolveIn(folder, out) ?? out, digest, 'tracked', called);
    }
    const all = [...found].map(([name, { digest, roles }]) => {
      const dataset = RunDataset.safeParse({
        name,
        context: [...new Set(roles)].join(', ').slice(0, 100),
        digest,
      });
      if (dataset.success) return dataset.data;
      throw refuseImport(
        this.moment.called(this.lockFile),
        name.slice(0, 100),
        'is no path that can be shown',
      );
    });
    for (const { name } of all.slice(limits.runDatasets))
      this.list.leave(name, `More than ${limits.runDatasets} files and folders that stages read and wrote`);
    return all.slice(0, limits.runDatasets);
  }

  /** `.dvc` files that lie in the pipeline's folder. */
  pointers(): [string, Uint8Array][] {
    const at = within(this.moment.folder, '');
    return [...this.moment.files].filter(([path]) => path.startsWith(at) && /[^/]\.dvc$/.test(path));
  }

  /** Outputs whose bytes are in the archive get the digest that versions name files by. */
  artifacts(): NonNullable<LogRun['artifacts']> {
    const artifacts = new Map<string, NonNullable<LogRun['artifacts']>[number]>();
    for (const { at, isOutput } of this.tracked) {
      const bytes = isOutput ? this.bytesOf(at) : null;
      if (bytes === 'changed') this.leaveChanged(at);
      if (bytes === null || bytes === 'changed') continue;
      const digest = digestOnce('sha256', bytes);
      const artifact = RunArtifact.safeParse({ path: at, digest, size: bytes.length });
      if (artifact.success) artifacts.set(at, artifact.data);
      else this.list.leave(this.moment.called(at), `A path of more than ${limits.path} characters`);
    }
    return [...artifacts.values()];
  }
}

/** `0.1` and `1e-1` are one number. */
const isSame = (one: string, other: string): boolean =>
  one === other || (one.trim() !== '' && other.trim() !== '' && Number(one) === Number(other));
