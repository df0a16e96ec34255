import { ExperimentName, type LogRun, limits } from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList, refuseManyFacts } from './draft.ts';
import { textAt, yamlMapping } from './mapping.ts';
import { MlflowRun } from './mlflow-run.ts';
import { refuseImport } from './refuse-import.ts';
import { within } from './within.ts';

type Files = Map<string, Uint8Array>;

const metaFile = /(?:^|\/)meta\.yaml$/;
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);

/** Whether an archive looks like an `mlruns` folder, or one experiment of it. */
export const looksLikeMlflowRuns = ({ files }: Archive): boolean =>
  [...files.keys()].some((path) => metaFile.test(path));

/**
 * Reads the file store of MLflow (https://mlflow.org/docs/latest/tracking: `EXPERIMENT/meta.yaml`, `EXPERIMENT/RUN/meta.yaml` with
 * `params`, `metrics`, `tags`, `inputs`, `artifacts`) into experiments and runs. Deleted ones are left aside. @throws Refusal IMPORT_REFUSED
 */
export function readMlflowRuns(archive: Archive): Draft {
  const list = new DraftList();
  const folders = [...archive.files.keys()].filter((path) => metaFile.test(path)).map(folderOf);
  const depth = Math.min(...folders.map(depthOf));
  const byFolder = groupByFolder(archive, depth);
  const runs: { experiment: string; runs: LogRun[] }[] = [];
  for (const [folder, files] of byFolder) {
    const experiment = readExperiment(folder, files, list);
    if (experiment) runs.push(experiment);
  }
  for (const path of archive.notFiles) list.leave(path, 'A link or a device: only files are read');
  const named = new Set<string>();
  for (const { experiment } of runs) {
    if (named.has(experiment)) throw refuseImport('The archive', '', `has two experiments ${experiment}`);
    named.add(experiment);
  }
  refuseManyFacts(runs);
  const blockers = runs.some((one) => one.runs.length > 0)
    ? []
    : ['There is no run in it that is not deleted.'];
  return { kind: 'mlflow-runs', items: list.items, aside: list.aside, runs, version: null, blockers };
}

/** Files by the folder at that depth that they lie in, with their paths in it. */
function groupByFolder({ files }: Archive, depth: number): Map<string, Files> {
  const groups = new Map<string, Files>();
  for (const [path, bytes] of files) {
    const parts = path.split('/');
    const folder = parts.slice(0, depth).join('/');
    if (parts.length <= depth) continue;
    const group = groups.get(folder) ?? new Map();
    group.set(parts.slice(depth).join('/'), bytes);
    groups.set(folder, group);
  }
  return groups;
}

function readExperiment(folder: string, files: Files, list: DraftList) {
  const meta = files.get('meta.yaml');
  if (!meta) {
    for (const path of files.keys())
      list.leave(
        within(folder, path),
        /(?:^|\/)\.trash(?:\/|$)/.test(folder) ? 'Deleted in MLflow' : 'In no folder of an experiment',
      );
    return null;
  }
  const file = within(folder, 'meta.yaml');
  const said = yamlMapping(file, meta);
  if ('run_id' in said || 'run_uuid' in said)
    throw refuseImport(file, 'run_id', 'is of a run; send the folder of its experiment, or all of mlruns');
  const id = textAt(file, said, 'experiment_id');
  if (id === null) throw refuseImport(file, 'experiment_id', 'is missing');
  const name = ExperimentName.safeParse(textAt(file, said, 'name') ?? id);
  if (!name.success)
    throw refuseImport(file, 'name', `is no name of up to ${limits.experimentName} characters on one line`);
  if (textAt(file, said, 'lifecycle_stage') === 'deleted') {
    list.leave(folder, 'Deleted in MLflow');
    return null;
  }
  const groups = new Map<string, Files>();
  for (const [path, bytes] of files) {
    const [first, ...rest] = path.split('/');
    if (rest.length === 0) {
      if (path !== 'meta.yaml')
        list.leave(within(folder, path), 'Not a part of an experiment that is known here');
      continue;
    }
    const group = groups.get(first!) ?? new Map();
    group.set(rest.join('/'), bytes);
    groups.set(first!, group);
  }
  const datasets = groups.get('datasets') ?? new Map();
  const runs: LogRun[] = [];
  const at = list.items.length;
  for (const [one, of] of groups) {
    const path = within(folder, one);
    if (one === 'datasets' && !of.has('meta.yaml')) continue;
    if (!of.has('meta.yaml'))
      list.leave(
        path,
        one === 'tags' ? 'Tags of an experiment: experiments have none here' : leftFolder(one),
      );
    else {
      const run = new MlflowRun(
        path,
        of,
        { folder: within(folder, 'datasets'), files: datasets },
        list,
      ).read();
      if (run) runs.push(run);
    }
  }
  list.items.splice(at, 0, {
    what: 'experiment',
    name: name.data,
    from: folder,
    facts: [{ name: 'runs', value: runs.length.toLocaleString('en') }],
  });
  return { experiment: name.data, runs };
}

const leftFolder = (name: string): string =>
  name === 'models' || name === 'traces'
    ? `MLflow’s ${name === 'models' ? 'logged models' : 'traces'}: not read with runs`
    : 'A folder without meta.yaml';
