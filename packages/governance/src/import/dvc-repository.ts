import { ExperimentName, importLimits, type LogRun, limits } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList, refuseManyFacts } from './draft.ts';
import { type DvcMoment, DvcRun, type Files } from './dvc-run.ts';
import { type DvcArtifact, type DvcYaml, readArtifacts, readDvcYaml } from './dvc-yaml.ts';
import { GitFolder, type GitGap } from './git-folder.ts';
import { type GtoTags, readGtoTags } from './gto-registry.ts';
import { textOf, yamlMapping } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';
import { within } from './within.ts';

const described = /(?:^|\/)dvc\.(?:yaml|lock)$/;
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

export const looksLikeDvc = ({ files }: Archive): boolean =>
  [...files.keys()].some((path) => described.test(path) || /^(?:[^/]+\/)?artifacts\.yaml$/.test(path));

/**
 * Reads a repository of DVC (https://dvc.org/doc/user-guide/project-structure) as a folder, without Git or DVC: each pipeline is an
 * experiment, what its `dvc.lock` says last ran is a run of it, and so is each experiment of DVC that Git has. Tags of GTO and named
 * artifacts are claims. @throws Refusal IMPORT_REFUSED
 */
export function readDvc(archive: Archive): Draft {
  const list = new DraftList();
  const root = rootOf(archive);
  const { files, git } = partedAt(archive, root, list);
  const tags = git ? readGtoTags(git, list) : new Map<string, GtoTags>();
  const runs = new Map<string, LogRun[]>();
  const add = (experiment: string, run: LogRun) => {
    const all = runs.get(experiment) ?? [];
    all.push(run);
    runs.set(experiment, all);
  };
  const called = (path: string) => within(root, path);
  const head = git?.head ?? null;
  const budget = new Budget(root);
  for (const moment of momentsOf(files, called, budget)) {
    const { folder } = moment;
    const run = runAt(moment, list, head === null ? null : { commit: head, tags: tags.get(head) });
    if (!run) continue;
    show(list, run.run, called(folder), run);
    add(experimentOf(folder), run);
  }
  if (git) for (const { experiment, run } of experimentsIn(git, tags, list, budget)) add(experiment, run);
  else list.leave('.git', 'No .git folder in the archive: experiments and tags were not looked for');
  for (const artifact of artifactsOf(files, called)) claim(artifact, files, list);
  for (const path of archive.notFiles) list.leave(path, 'A link or a device: only files are read');
  const grouped = [...runs].map(([experiment, all]) => ({ experiment, runs: all }));
  for (const { experiment, runs: all } of grouped)
    list.item('experiment', experiment, root, { runs: all.length });
  refuseManyFacts(grouped);
  const blockers =
    grouped.length > 0
      ? []
      : ['Nothing in it says that a pipeline ran: there is neither a dvc.lock nor a metric.'];
  const items = (['experiment', 'run', 'claim'] as const).flatMap((what) =>
    list.items.filter((item) => item.what === what),
  );
  return { kind: 'dvc', items, aside: list.aside, runs: grouped, version: null, blockers };
}

/** The folder that holds the repository: the one above all that says something of Git or DVC. */
function rootOf({ files }: Archive): string {
  const folders = [...files.keys()].flatMap((path) => {
    const marked = /^(.*?)(?:^|\/)\.(?:git|dvc)\//.exec(path)?.[1];
    if (marked !== undefined) return [marked];
    return described.test(path) || path.endsWith('artifacts.yaml') ? [folderOf(path)] : [];
  });
  return folders.reduce((common, folder) => {
    const parts = folder.split('/');
    const own = common.split('/');
    const differs = own.findIndex((part, index) => part !== parts[index]);
    return differs < 0 ? common : own.slice(0, differs).join('/');
  });
}

/** The files of the repository by their paths in it, those of Git apart. */
function partedAt(archive: Archive, root: string, list: DraftList): { files: Files; git: GitFolder | null } {
  const at = within(root, '');
  const files = new Map<string, Uint8Array>();
  let hasGit = false;
  for (const [path, bytes] of archive.files) {
    if (path.startsWith(`${at}.git/`)) hasGit = true;
    else if (path.startsWith(at)) files.set(path.slice(at.length), bytes);
    else list.leave(path, 'Outside of the repository');
  }
  const beside = [...files].filter(([path]) => isOfDvc(path)).map(([, bytes]) => bytes);
  if (!hasGit) return { files, git: null };
  const git = new GitFolder(within(root, '.git'), archive.files, { isWanted: isOfDvc, beside });
  for (const { path, reason } of git.unread) list.leave(path, reason);
  return { files, git };
}

/** Parsing takes time by the byte, and any number of experiments may share their files. */
class Budget {
  #left: number = importLimits.described;
  constructor(readonly root: string) {}

  /** @throws Refusal IMPORT_REFUSED */
  spend({ length }: Uint8Array): void {
    this.#left -= length;
    if (this.#left < 0)
      throw refuseImport(
        this.root === '' ? 'The archive' : this.root,
        '',
        `has files of DVC, of parameters and of metrics of more than ${importLimits.described} bytes that would be read, those of experiments among them`,
      );
  }
}

/** Pipelines: folders with a `dvc.lock` or stages, and what files without stages below them (as of DVCLive) declare beside. */
function momentsOf(files: Files, called: DvcMoment['called'], budget: Budget): DvcMoment[] {
  const declared = new Map<string, DvcYaml>();
  const folders = new Set<string>();
  for (const [path, bytes] of files) {
    if (!described.test(path)) continue;
    budget.spend(bytes);
    const folder = folderOf(path);
    if (path.endsWith('.lock')) folders.add(folder);
    else declared.set(folder, readDvcYaml(called(path), folder, bytes));
  }
  for (const [folder, { stages }] of declared) if (stages.length > 0) folders.add(folder);
  if (folders.size + declared.size > 2 * importLimits.pipelines)
    throw refuseImport('The archive', '', `has more than ${importLimits.pipelines} pipelines of DVC`);
  const by = new Map([...folders].map((folder) => [folder, [] as DvcYaml[]]));
  for (const [folder, yaml] of declared) {
    const above = [...folders]
      .filter((one) => one === '' || folder === one || folder.startsWith(`${one}/`))
      .sort((a, b) => b.length - a.length)[0];
    by.set(above ?? folder, [...(by.get(above ?? folder) ?? []), yaml]);
  }
  const spend = (bytes: Uint8Array) => budget.spend(bytes);
  return [...by].map(([folder, of]) => ({ folder, files, called, declared: of, spend }));
}

const experimentOf = (folder: string): string => (folder === '' ? 'DVC' : `DVC, ${folder}`);

interface Origin {
  readonly commit: string;
  readonly tags: GtoTags | undefined;
}

/** Null where nothing ran: a pipeline that was only declared. */
function runAt(moment: DvcMoment, list: DraftList, origin: Origin | null): LogRun | null {
  const reading = new DvcRun(moment, list);
  const read = reading.read();
  const named = ExperimentName.safeParse(experimentOf(moment.folder));
  if (!named.success)
    throw refuseImport(
      moment.called(reading.lockFile),
      '',
      `lies in a path of more than ${limits.experimentName} characters`,
    );
  if (!reading.lock && (read.metrics ?? []).length === 0) {
    list.leave(
      moment.called(within(moment.folder, 'dvc.yaml')),
      'Declares what was never run: without dvc.lock and metrics',
    );
    return null;
  }
  const state = reading.state(read.parameters).slice(0, 16);
  const run: LogRun = {
    run: `dvc-${state}`,
    status: 'FINISHED',
    ...read,
    tags: { ...read.tags, ...(origin && { 'dvc.commit': origin.commit, ...gtoTags(origin.tags) }) },
  };
  return run;
}

function show(list: DraftList, name: string, from: string, run: LogRun): void {
  list.item('run', name, from, {
    parameters: Object.keys(run.parameters ?? {}).length,
    metrics: run.metrics?.length,
    'files and folders read and written': run.datasets?.length,
    artifacts: run.artifacts?.length,
    'at commit': run.tags?.['dvc.commit']?.slice(0, 12),
    ran: run.startedAt ?? 'not said: the time of the import stands for it',
  });
}

const gtoTags = (tags: GtoTags | undefined): Record<string, string> => ({
  ...Object.fromEntries(
    [...(tags?.versions ?? [])].map(([name, version]) => [`gto.version.${name}`, version]),
  ),
  ...Object.fromEntries(
    [...(tags?.stages ?? [])].map(([name, stages]) => [`gto.stage.${name}`, stages.join(', ')]),
  ),
});

const experimentRef = /^refs\/exps\/([0-9a-f]{2})\/([0-9a-f]{38,62})\/(.+)$/;
const isOfDvc = (path: string): boolean =>
  /(?:^|\/)dvc\.(?:yaml|lock)$|\.(?:dvc|ya?ml|json)$/i.test(path) && !path.startsWith('.');

const gone =
  'An experiment of DVC whose objects of Git are not in the archive: fetch all of it, or check it out, and send the folder';
const gaps: Readonly<Record<GitGap, string>> = {
  absent: 'Of an experiment, an object of Git that is not in the archive',
  large: `Of an experiment, a file of more than ${importLimits.text} bytes`,
  link: 'Of an experiment, a link or a submodule: only files are read',
};

/** Experiments of DVC: commits of their own, each beside the commit that it began with. */
function experimentsIn(git: GitFolder, tags: ReadonlyMap<string, GtoTags>, list: DraftList, budget: Budget) {
  const found: { experiment: string; run: LogRun }[] = [];
  const seen = new Set<string>();
  for (const { name: ref, oid } of git.refs) {
    const [, start = '', rest = '', name = ''] = experimentRef.exec(ref) ?? [];
    if (name === '') {
      if (ref.startsWith('refs/exps/')) list.leave(ref, 'A ref by which DVC works: no experiment');
      continue;
    }
    if (seen.has(oid)) {
      list.leave(ref, 'Another name of an experiment that is there');
      continue;
    }
    seen.add(oid);
    const commit = git.commit(oid);
    const { files, missing } = commit ? git.filesOf(commit.tree) : { files: new Map(), missing: [] };
    if (!commit || (missing.length > 0 && ![...files.keys()].some((path) => path.endsWith('dvc.lock')))) {
      list.leave(ref, gone);
      continue;
    }
    for (const { path, why } of missing) list.leave(`${ref}, ${path}`, gaps[why]);
    for (const moment of momentsOf(files, (path) => `${ref}:${path}`, budget)) {
      const read = runAt(moment, list, { commit: oid, tags: tags.get(oid) });
      if (!read) continue;
      const run: LogRun = {
        ...read,
        run: `exp-${oid}`,
        name: lineOf(name),
        ...(commit.at !== null && { startedAt: commit.at, endedAt: commit.at }),
        tags: { ...read.tags, 'dvc.experiment': lineOf(name), 'dvc.start': `${start}${rest}` },
      };
      show(list, lineOf(name), ref, run);
      found.push({ experiment: experimentOf(moment.folder), run });
    }
  }
  return found;
}

const lineOf = (text: string): string => text.replaceAll(/\p{C}+/gu, ' ').slice(0, 200);

function artifactsOf(files: Files, called: DvcMoment['called']): DvcArtifact[] {
  return [...files].flatMap(([path, bytes]) => {
    const folder = folderOf(path);
    if (path.endsWith('dvc.yaml') && described.test(path))
      return readDvcYaml(called(path), folder, bytes).artifacts;
    if (path !== 'artifacts.yaml') return [];
    return readArtifacts(called(path), folder, yamlMapping(called(path), bytes), '');
  });
}

function claim(
  { name, path, type, description, labels, file }: DvcArtifact,
  files: Files,
  list: DraftList,
): void {
  list.item('claim', name, file, {
    path,
    type,
    said: description === null ? null : textOf(file, Buffer.from(description)).slice(0, 200),
    labels: labels.slice(0, 20).join(', '),
    'in the archive': path === null ? null : files.has(path) ? 'yes' : 'no',
  });
}
