import type { DelegationRow, OnePerson } from '@countersign/contracts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

const most = 100;

/** When somebody is away and when they stand in for others, the latest first. */
export async function listDelegations(ctx: Context, { personId }: OnePerson): Promise<DelegationRow[]> {
  if (personId !== ctx.actor.id) await requireFullScope(ctx);
  const found = await ctx.pool.query<
    Omit<DelegationRow, 'from' | 'until'> & { starts_at: Date; ends_at: Date }
  >(
    `SELECT d.id, json_build_object('id', p.id, 'name', p.name) AS person, json_build_object('id', q.id, 'name', q.name) AS deputy,
       d.starts_at, least(d.ends_at, d.ended_at) AS ends_at,
       CASE WHEN d.ended_at IS NOT NULL OR d.ends_at <= $2 THEN 'over' WHEN d.starts_at > $2 THEN 'coming' ELSE 'running' END AS state,
       (SELECT coalesce(json_agg(json_build_object('role', r.role, 'modelKey', m.key) ORDER BY r.id), '[]'::json)
        FROM role_assignment r LEFT JOIN model m ON m.id = r.model_id WHERE r.delegation_id = d.id) AS roles
     FROM delegation d JOIN person p ON p.id = d.person_id JOIN person q ON q.id = d.deputy_id
     WHERE d.person_id = $1 OR d.deputy_id = $1 ORDER BY d.starts_at DESC, d.id DESC LIMIT ${most}`,
    [personId, ctx.clock()],
  );
  return found.rows.map(({ starts_at: from, ends_at: until, ...row }) => ({
    ...row,
    from: from.toISOString(),
    until: until.toISOString(),
  }));
}
