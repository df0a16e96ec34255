import { columnText, type MetricValue, type RunColumn, type RunRow } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** JSON has no number for what is not finite: MLflow's words. */
export const metricValue = (value: number): MetricValue =>
  Number.isFinite(value) ? value : Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';

export interface RunRecord {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly status: RunRow['status'];
  readonly started_at: Date;
  readonly ended_at: Date | null;
}

/** SQL of the labels of the versions that name run `r` of experiment `e`. */
export const versionsSql = `(SELECT coalesce(array_agg(v.label ORDER BY v.number), '{}') FROM version v
  WHERE v.model_id = e.model_id AND v.run_experiment = e.name AND v.run_key = r.key)`;

/** Runs by id with the cells of some columns, in the order of the ids. `whole`: texts to their last character. */
export async function readRunRows(
  { pool }: Pick<Context, 'pool'>,
  ids: readonly string[],
  columns: readonly RunColumn[],
  whole = false,
): Promise<RunRow[]> {
  if (ids.length === 0) return [];
  const keysOf = (of: RunColumn['of']) => columns.filter((one) => one.of === of).map(({ key }) => key);
  const [params, tags] = [keysOf('params'), keysOf('tags')];
  const [runs, metrics, texts] = await Promise.all([
    pool.query<RunRecord & { versions: string[] }>(
      `SELECT r.id, r.key, r.name, r.status, r.started_at, r.ended_at, ${versionsSql} AS versions
       FROM run r JOIN experiment e ON e.id = r.experiment_id WHERE r.id = ANY ($1::uuid[])`,
      [ids],
    ),
    pool.query<{ run_id: string; key: string; value: number }>(
      'SELECT run_id, key, value FROM run_metric WHERE run_id = ANY ($1::uuid[]) AND key = ANY ($2::text[])',
      [ids, keysOf('metrics')],
    ),
    pool.query<{ run_id: string; kind: 'param' | 'tag'; key: string; value: string }>(
      `SELECT run_id, kind, key, ${whole ? 'value' : 'head AS value'} FROM run_text
       WHERE run_id = ANY ($1::uuid[]) AND (kind = 'param' AND key = ANY ($2::text[]) OR kind = 'tag' AND key = ANY ($3::text[]))`,
      [ids, params, tags],
    ),
  ]);
  const rows = new Map(
    runs.rows.map((row): [string, RunRow] => [
      row.id,
      {
        id: row.id,
        run: row.key,
        name: row.name,
        status: row.status,
        startedAt: row.started_at.toISOString(),
        endedAt: row.ended_at?.toISOString() ?? null,
        versions: row.versions,
        cells: {},
      },
    ]),
  );
  for (const { run_id: id, key, value } of metrics.rows)
    rows.get(id)!.cells[columnText({ of: 'metrics', key })] = metricValue(value);
  for (const { run_id: id, kind, key, value } of texts.rows)
    rows.get(id)!.cells[columnText({ of: kind === 'param' ? 'params' : 'tags', key })] = value;
  return ids.flatMap((id) => rows.get(id) ?? []);
}
