import type { House } from '../context.ts';
import { examineRevision } from './examine-revision.ts';
import { examinationRules } from './keep-findings.ts';

/** Revisions that one job examines; the next ones are a job of their own, so that others have their turn. */
const atOnce = 100;

/** At most one job waits, whoever starts and how often. */
const queueAfter = ({ pool }: Pick<House, 'pool'>, payload: { readonly after?: string }) =>
  pool.query("SELECT graphile_worker.add_job('dataset.fill', $1::json, job_key := 'dataset.fill')", [
    JSON.stringify(payload),
  ]);

/** Queues the examination of what was never examined under today's rules, or lacked bytes when it was. */
export async function queueFilling(house: Pick<House, 'pool'>): Promise<void> {
  await queueAfter(house, {});
}

/**
 * Examines the revisions in force for which that was missed, in the order of their versions. Those before them are left: what is
 * found now shows in no past moment. One that cannot be examined is logged, and holds up no other.
 */
export async function fillFindings(
  house: Pick<House, 'pool' | 'clock' | 'blobs' | 'log'>,
  { after = '00000000-0000-0000-0000-000000000000' }: { readonly after?: string },
  isStopping: () => boolean,
): Promise<void> {
  const { rows } = await house.pool.query<{ versionId: string; revision: number }>(
    `SELECT v.id AS "versionId", v.revision FROM version v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
     WHERE v.id > $1 AND jsonb_typeof(r.dossier->'datasets') = 'array' AND r.dossier->'datasets' <> '[]'
       AND NOT EXISTS (SELECT FROM dataset_finding f WHERE f.version_id = v.id AND f.revision = v.revision AND f.rules = $2
         AND (f.stands_until IS NULL OR f.stands_until > $3))
     ORDER BY v.id LIMIT ${atOnce}`,
    [after, examinationRules, house.clock()],
  );
  for (const row of rows) {
    if (isStopping()) return;
    await examineRevision(house, row).catch((error: Error) =>
      house.log.warn(
        { err: error, ...row },
        'dataset references could not be examined; the next start tries again',
      ),
    );
  }
  const last = rows[atOnce - 1];
  if (last) await queueAfter(house, { after: last.versionId });
}
