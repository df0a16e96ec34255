import type { AsFoundNote } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** What was claimed of a version that was found in production; null for one that walked the road. */
export async function readAsFound(ctx: Context, versionId: string): Promise<AsFoundNote | null> {
  const { rows } = await ctx.pool.query<Omit<AsFoundNote, 'importedAt'> & { importedAt: Date }>(
    `SELECT b.id AS "batchId", r.line, r.claimed, b.closed_at AS "importedAt",
       (SELECT json_agg(json_build_object('person', json_build_object('id', s.person_id, 'name', coalesce(p.name, 'Unknown person')),
          'role', s.role) ORDER BY s.signed_at, s.id) FROM signature s LEFT JOIN person p ON p.id = s.person_id WHERE s.subject_id = b.id) AS signers
     FROM as_found_row r JOIN as_found_batch b ON b.id = r.batch_id WHERE r.version_id = $1`,
    [versionId],
  );
  const row = rows[0];
  return row ? { ...row, importedAt: row.importedAt.toISOString() } : null;
}
