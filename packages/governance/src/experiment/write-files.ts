import { limits, Refusal } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import type { WrittenRun } from './write-runs.ts';

/** Datasets and artifacts. @returns for each that was written the run's id @throws Refusal CONFLICT, TOO_LARGE */
export async function writeFiles(tx: Tx, runs: readonly WrittenRun[]): Promise<string[]> {
  const datasets = runs.flatMap(({ id, logged }) => (logged.datasets ?? []).map((one) => ({ id, ...one })));
  const artifacts = runs.flatMap(({ id, logged }) =>
    (logged.artifacts ?? []).map((one) => ({ id, run: logged.run, ...one })),
  );
  const written: string[] = [];
  if (datasets.length > 0) {
    const { rows } = await tx.query<{ run_id: string }>(
      `INSERT INTO run_dataset (run_id, name, context, digest, source)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[]) ON CONFLICT DO NOTHING RETURNING run_id`,
      [
        datasets.map(({ id }) => id),
        datasets.map(({ name }) => name),
        datasets.map(({ context = '' }) => context),
        datasets.map(({ digest = '' }) => digest),
        datasets.map(({ source = '' }) => source),
      ],
    );
    written.push(...rows.map(({ run_id: id }) => id));
    await refuseMany(tx, 'run_dataset', written, limits.runDatasets, 'datasets');
  }
  if (artifacts.length > 0) {
    const columns = [
      artifacts.map(({ id }) => id),
      artifacts.map(({ path }) => path),
      artifacts.map(({ digest }) => digest),
    ];
    const { rows } = await tx.query<{ run_id: string }>(
      `INSERT INTO run_artifact (run_id, path, digest, size)
       SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[]) ON CONFLICT DO NOTHING RETURNING run_id`,
      [...columns, artifacts.map(({ size }) => size ?? null)],
    );
    const other = await tx.query<{ path: string }>(
      `SELECT n.path FROM unnest($1::uuid[], $2::text[], $3::text[]) AS n (id, path, digest)
       JOIN run_artifact a ON a.run_id = n.id AND a.path = n.path AND a.digest <> n.digest LIMIT 1`,
      columns,
    );
    if (other.rows[0])
      throw new Refusal(
        'CONFLICT',
        `${other.rows[0].path} was logged with another digest: artifacts never change.`,
        {
          path: other.rows[0].path,
        },
      );
    const ids = rows.map(({ run_id: id }) => id);
    await refuseMany(tx, 'run_artifact', ids, limits.runArtifacts, 'artifacts');
    written.push(...ids);
  }
  return written;
}

async function refuseMany(
  tx: Tx,
  table: 'run_dataset' | 'run_artifact',
  ids: readonly string[],
  most: number,
  what: string,
): Promise<void> {
  const { rowCount } = await tx.query(
    `SELECT FROM ${table} WHERE run_id = ANY ($1::uuid[]) GROUP BY run_id HAVING count(*) > $2 LIMIT 1`,
    [[...new Set(ids)], most],
  );
  if (rowCount) throw new Refusal('TOO_LARGE', `A run has at most ${most} ${what}.`, { field: 'runs', most });
}
