import {
  ExperimentName,
  type LogRun,
  limits,
  type OpenLineageDataset,
  OpenLineageDatasetEvent,
  OpenLineageJobEvent,
  OpenLineageRunEvent,
  type RunStatus,
} from '@countersign/contracts';
import type { Archive } from './archive-entry.ts';
import { type Draft, DraftList, refuseManyFacts } from './draft.ts';
import { isMapping, type Mapping, textOf } from './mapping.ts';
import { refuseImport } from './refuse-import.ts';

const ended: Readonly<Record<string, RunStatus>> = { COMPLETE: 'FINISHED', FAIL: 'FAILED', ABORT: 'KILLED' };

/** One JSON, an array, or a line each, of which one says when and by whom. */
export const looksLikeOpenLineage = ({ files }: Archive): boolean => {
  const [path, another] = files.keys();
  if (path === undefined || another !== undefined || !/\.(?:json|jsonl|ndjson)$/i.test(path)) return false;
  const head = Buffer.from(files.get(path)!.subarray(0, 1_000_000)).toString('utf8');
  return head.includes('"eventTime"') && head.includes('"schemaURL"');
};

/** @throws Refusal IMPORT_REFUSED with the line, or the JSON pointer */
export function readOpenLineage(archive: Archive): Draft {
  const [[file, bytes]] = [...archive.files] as [[string, Uint8Array]];
  const list = new DraftList();
  const runs = runsOf(file, eventsIn(file, textOf(file, bytes)), list);
  refuseManyFacts(runs);
  return {
    kind: 'openlineage',
    items: list.items,
    aside: list.aside,
    runs,
    version: null,
    blockers: runs.length > 0 ? [] : ['There is no event of a run in it.'],
  };
}

interface Placed {
  readonly place: string;
  readonly event: unknown;
}

function eventsIn(file: string, text: string): Placed[] {
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole.map((event, index) => ({ place: `/${index}`, event }));
  if (whole !== undefined) return [{ place: '', event: whole }];
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '') return [];
    const event = parsed(line);
    if (event === undefined) throw refuseImport(file, `line ${index + 1}`, 'is no JSON');
    return [{ place: `line ${index + 1}`, event }];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Gathered {
  readonly job: OpenLineageRunEvent['job'];
  readonly events: OpenLineageRunEvent[];
}

/**
 * Runs by experiment from events of any order: the job is the experiment, the run the run, inputs are its datasets, and what it wrote
 * stands in its tags. A start does not undo an end. @throws Refusal IMPORT_REFUSED
 */
export function runsOf(file: string, events: readonly Placed[], list: DraftList): Draft['runs'] {
  const gathered = new Map<string, Gathered>();
  for (const { place, event } of events) {
    const checked = check(file, place, event);
    if (!checked) {
      list.leave(place === '' ? file : place, 'An event of a job or a dataset alone: it describes no run');
      continue;
    }
    const { job, run } = checked;
    const key = JSON.stringify([job.namespace, job.name, run.runId.toLowerCase()]);
    const one = gathered.get(key) ?? { job, events: [] };
    one.events.push(checked);
    gathered.set(key, one);
  }
  const experiments = new Map<string, LogRun[]>();
  for (const { job, events: all } of gathered.values()) {
    const name = ExperimentName.safeParse(`${job.namespace}/${job.name}`);
    if (!name.success)
      throw refuseImport(
        file,
        'job',
        `has a name that is no line of up to ${limits.experimentName} characters`,
      );
    const runs = experiments.get(name.data) ?? [];
    if (runs.length === 0) experiments.set(name.data, runs);
    runs.push(runOf(all, list));
  }
  for (const [name, runs] of experiments) {
    list.item('experiment', name, 'job', { runs: runs.length });
    for (const run of runs)
      list.item('run', run.run, name, {
        status: run.status?.toLowerCase(),
        inputs: run.datasets?.length,
        tags: Object.keys(run.tags ?? {}).length,
      });
  }
  return [...experiments].map(([experiment, runs]) => ({ experiment, runs }));
}

/** The event of a run; null for one of a job or a dataset. */
function check(file: string, place: string, event: unknown): OpenLineageRunEvent | null {
  if (!isMapping(event)) throw refuseImport(file, place, 'is no JSON object');
  const schema =
    'run' in event ? OpenLineageRunEvent : 'job' in event ? OpenLineageJobEvent : OpenLineageDatasetEvent;
  const found = schema.safeParse(event);
  if (found.success) return 'run' in event ? (found.data as OpenLineageRunEvent) : null;
  const [issue] = found.error.issues;
  const pointer = issue!.path.map((part) => `/${String(part)}`).join('');
  const separator = place.startsWith('line') ? ', ' : '';
  throw refuseImport(
    file,
    `${place}${pointer === '' ? '' : `${separator}${pointer}`}`,
    `is not what OpenLineage’s schema asks for (${wordsOf(issue!)})`,
  );
}

const wordsOf = (issue: {
  readonly code: string;
  readonly message: string;
  readonly expected?: unknown;
}): string =>
  issue.code === 'invalid_type' ? `missing, or not of type ${String(issue.expected)}` : issue.message;

const instantOf = (text: string): string =>
  new Date(/(?:[Zz]|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`).toISOString();

function runOf(events: readonly OpenLineageRunEvent[], list: DraftList): LogRun {
  const inOrder = [...events].sort((one, other) =>
    instantOf(one.eventTime) < instantOf(other.eventTime) ? -1 : 1,
  );
  const start = inOrder.find(({ eventType }) => eventType === 'START');
  const end = inOrder.findLast(({ eventType }) => eventType !== undefined && Object.hasOwn(ended, eventType));
  const datasets = new Map<string, NonNullable<LogRun['datasets']>[number]>();
  const tags: Record<string, string> = {};
  for (const event of inOrder) {
    tags['openlineage.producer'] = event.producer;
    for (const dataset of event.inputs ?? []) {
      const found = datasetOf(dataset);
      datasets.set(JSON.stringify(found), found);
    }
    for (const dataset of event.outputs ?? []) {
      const key = `openlineage.output.${dataset.namespace}/${dataset.name}`;
      if (key.length > limits.runKey)
        list.leave(key.slice(0, 100), `A name of more than ${limits.runKey} characters`);
      else tags[key] = versionIn(dataset);
    }
    Object.assign(tags, sourceIn(event.job.facets?.sourceCodeLocation));
  }
  return {
    run: inOrder[0]!.run.runId.toLowerCase(),
    ...(end && { status: ended[end.eventType!]!, endedAt: instantOf(end.eventTime) }),
    ...(start && { startedAt: instantOf(start.eventTime) }),
    datasets: [...datasets.values()].slice(0, limits.runDatasets),
    tags,
  };
}

const datasetOf = (dataset: OpenLineageDataset) => ({
  name: lineOf(dataset.name),
  context: 'input',
  digest: versionIn(dataset),
  source: `${dataset.namespace}/${dataset.name}`.slice(0, 2_000),
});

const lineOf = (text: string): string =>
  text
    .replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .trim()
    .slice(0, 500) || 'unnamed';

/** What the dataset's version facet names it by. */
function versionIn({ facets }: OpenLineageDataset): string {
  const version = facets?.version?.datasetVersion;
  return typeof version === 'string' ? version.slice(0, 200) : '';
}

function sourceIn(facet: Mapping | undefined): Record<string, string> {
  const { url, version } = facet ?? {};
  return {
    ...(typeof url === 'string' && { 'openlineage.source.url': url }),
    ...(typeof version === 'string' && { 'openlineage.source.version': version }),
  };
}
