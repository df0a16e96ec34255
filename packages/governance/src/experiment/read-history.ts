import type { MetricHistory, ReadHistory } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { openExperiment } from './find-experiment.ts';
import { metricValue } from './run-row.ts';

/** Longer histories are thinned out to the lowest and the highest value of each of this many stretches. */
const stretches = 500;

interface Point {
  readonly run: string;
  readonly name: string;
  readonly step: string;
  readonly at: Date;
  readonly value: number;
  readonly logged: number;
}

/** The history of one metric in runs, those without it left out. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readHistory(ctx: Context, input: ReadHistory): Promise<MetricHistory> {
  const { id } = await openExperiment(ctx, input);
  const { rows } = await ctx.pool.query<Point>(
    `WITH numbered AS (
       SELECT r.key AS run, r.name, h.step, h.at, h.value, row_number() OVER of_run AS n, count(*) OVER (PARTITION BY r.id)::int AS logged
       FROM run r JOIN run_metric_point h ON h.run_id = r.id AND h.key = $3
       WHERE r.experiment_id = $1 AND r.key = ANY ($2::text[]) WINDOW of_run AS (PARTITION BY r.id ORDER BY h.step, h.at, h.value)
     ), ranked AS (
       SELECT *, row_number() OVER (PARTITION BY run, (n - 1) * $4::int / logged ORDER BY value, n) AS low,
         row_number() OVER (PARTITION BY run, (n - 1) * $4::int / logged ORDER BY value DESC, n) AS high FROM numbered
     )
     SELECT run, name, step, at, value, logged FROM ranked WHERE logged <= 2 * $4::int OR low = 1 OR high = 1 OR n IN (1, logged) ORDER BY run, n`,
    [id, input.runs, input.metric, stretches],
  );
  const series = new Map<string, MetricHistory['series'][number]>();
  for (const { run, name, step, at, value, logged } of rows) {
    const one = series.get(run) ?? { run, name, points: [], logged };
    one.points.push({ step: Number(step), at: at.toISOString(), value: metricValue(value) });
    series.set(run, one);
  }
  return { series: input.runs.flatMap((run) => series.get(run) ?? []) };
}
