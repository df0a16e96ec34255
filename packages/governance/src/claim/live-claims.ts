import type { Claim } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** SQL of "holds at that moment": not released, not run out, and its person has not signed since. */
export const isLiveClaim = (alias: string, at: string): string =>
  `${alias}.released_at IS NULL AND ${alias}.ends_at > ${at} AND NOT EXISTS (SELECT FROM sign_off z
    WHERE z.request_id = ${alias}.request_id AND z.person_id = ${alias}.person_id AND z.signed_at >= ${alias}.at)`;

const instant = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL of the claims on a request that hold at that moment, the first one first, as the contract has them. */
export const claimsJson = (requestId: string, at: string): string => `
  (SELECT coalesce(json_agg(json_build_object(
      'person', json_build_object('id', p.id, 'name', p.name),
      'assignedBy', CASE WHEN b.id IS NULL THEN NULL ELSE json_build_object('id', b.id, 'name', b.name) END,
      'note', c.note, 'at', ${instant('c.at')}, 'until', ${instant('c.ends_at')}) ORDER BY c.at, c.person_id), '[]'::json)
    FROM claim c JOIN person p ON p.id = c.person_id AND p.active LEFT JOIN person b ON b.id = c.assigned_by
    WHERE c.request_id = ${requestId} AND ${isLiveClaim('c', at)})`;

export async function claimsOf(ctx: Context, requestId: string): Promise<Claim[]> {
  const found = await ctx.pool.query<{ claims: Claim[] }>(`SELECT ${claimsJson('$1', '$2')} AS claims`, [
    requestId,
    ctx.clock(),
  ]);
  return found.rows[0]!.claims;
}
