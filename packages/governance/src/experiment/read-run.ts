import {
  type CompareRuns,
  type ExperimentAddress,
  type PersonRef,
  Refusal,
  type RunAddress,
  type RunPage,
  type RunsComparison,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { personJson } from '../person/read-names.ts';
import { type FoundExperiment, openExperiment } from './find-experiment.ts';
import { metricValue, type RunRecord, versionsSql } from './run-row.ts';

interface Read extends RunRecord {
  readonly notes: string;
  readonly by: PersonRef | null;
  readonly at: Date;
  readonly last_at: Date;
  readonly versions: string[];
}

const noSuchRun = (input: ExperimentAddress, run: string) =>
  new Refusal('NOT_FOUND', `${input.experiment} has no run ${run}.`, { run });

/** Everything that was logged of one run, but for the history of its metrics. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readRun(ctx: Context, input: RunAddress): Promise<RunPage> {
  const { runs } = await compareRuns(ctx, { ...input, runs: [input.run] });
  return runs[0]!;
}

/** The same of several, in the order in which they are named. @throws Refusal NOT_FOUND where one is not there, FORBIDDEN */
export async function compareRuns(ctx: Context, input: CompareRuns): Promise<RunsComparison> {
  const experiment = await openExperiment(ctx, input);
  const found = await ctx.pool.query<Read>(
    `SELECT r.id, r.key, r.name, r.status, r.started_at, r.ended_at, r.notes, r.at, r.last_at, ${personJson('p')} AS by, ${versionsSql} AS versions
     FROM run r JOIN experiment e ON e.id = r.experiment_id LEFT JOIN person p ON p.id = r.person_id
     WHERE r.experiment_id = $1 AND r.key = ANY ($2::text[])`,
    [experiment.id, input.runs],
  );
  const read = new Map(found.rows.map((row) => [row.key, row]));
  const missing = input.runs.find((run) => !read.has(run));
  if (missing) throw noSuchRun(input, missing);
  const parts = await partsOf(
    ctx,
    found.rows.map(({ id }) => id),
  );
  return {
    model: experiment.model,
    runs: [...new Set(input.runs)].map((run) => toPage(read.get(run)!, experiment, parts)),
  };
}

type Part<Kind extends 'metrics' | 'datasets' | 'artifacts'> = RunPage[Kind][number];
interface Parts {
  readonly texts: readonly { run_id: string; kind: 'param' | 'tag'; key: string; value: string }[];
  readonly metrics: readonly {
    run_id: string;
    key: string;
    value: number;
    step: string;
    at: Date;
    points: number;
  }[];
  readonly datasets: readonly (Part<'datasets'> & { run_id: string })[];
  readonly artifacts: readonly { run_id: string; path: string; digest: string; size: string | null }[];
}

async function partsOf({ pool }: Context, ids: readonly string[]): Promise<Parts> {
  const of = 'run_id = ANY ($1::uuid[])';
  const [texts, metrics, datasets, artifacts] = await Promise.all([
    pool.query<Parts['texts'][number]>(
      `SELECT run_id, kind, key, value FROM run_text WHERE ${of} ORDER BY key`,
      [ids],
    ),
    pool.query<Parts['metrics'][number]>(
      `SELECT run_id, key, value, step, at,
         (SELECT count(*)::int FROM run_metric_point h WHERE h.run_id = m.run_id AND h.key = m.key) AS points
       FROM run_metric m WHERE ${of} ORDER BY key`,
      [ids],
    ),
    pool.query<Parts['datasets'][number]>(
      `SELECT run_id, name, context, digest, source FROM run_dataset WHERE ${of} ORDER BY name, context, digest`,
      [ids],
    ),
    pool.query<Parts['artifacts'][number]>(
      `SELECT run_id, path, digest, size FROM run_artifact WHERE ${of} ORDER BY path`,
      [ids],
    ),
  ]);
  return {
    texts: texts.rows,
    metrics: metrics.rows,
    datasets: datasets.rows,
    artifacts: artifacts.rows,
  };
}

function toPage(row: Read, { name: experiment, model }: FoundExperiment, parts: Parts): RunPage {
  const { id, key, name, status, notes, by, versions } = row;
  const mine = <One extends { run_id: string }>(list: readonly One[]) =>
    list.filter((one) => one.run_id === id);
  const texts = (kind: 'param' | 'tag') =>
    mine(parts.texts)
      .filter((text) => text.kind === kind)
      .map((text) => ({ name: text.key, value: text.value }));
  return {
    id,
    run: key,
    name,
    experiment,
    model,
    status,
    startedAt: row.started_at.toISOString(),
    endedAt: row.ended_at?.toISOString() ?? null,
    notes,
    by,
    at: row.at.toISOString(),
    lastAt: row.last_at.toISOString(),
    versions,
    parameters: texts('param'),
    tags: texts('tag'),
    metrics: mine(parts.metrics).map((metric) => ({
      name: metric.key,
      value: metricValue(metric.value),
      step: Number(metric.step),
      at: metric.at.toISOString(),
      points: metric.points,
    })),
    datasets: mine(parts.datasets).map(({ run_id: _, ...dataset }) => dataset),
    artifacts: mine(parts.artifacts).map(({ path, digest, size }) => ({
      path,
      digest,
      size: size === null ? null : Number(size),
    })),
  };
}
