import type { PageOf, RoleRow, RolesOf } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { requireFullScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';

const byId = keyset('roles', 'uuid');
const person = (alias: string) =>
  `CASE WHEN ${alias}.id IS NULL THEN NULL ELSE json_build_object('id', ${alias}.id, 'name', ${alias}.name) END`;

interface RoleStored
  extends Pick<RoleRow, 'id' | 'role' | 'modelKey' | 'grantedBy' | 'deputyFor' | 'revokedBy' | 'held'> {
  readonly since: Date;
  readonly ends_at: Date | null;
  readonly period_from: Date | null;
  readonly period_to: Date | null;
  readonly revoked_at: Date | null;
}

/** Every role that somebody holds, will hold or held, the newest grant first, with who gave and who took it. */
export async function listRoles(ctx: Context, input: RolesOf): Promise<PageOf<RoleRow>> {
  const limit = limitOf(input);
  const [after] = byId.decode(input.after);
  if (input.personId !== ctx.actor.id) await requireFullScope(ctx);
  const found = await ctx.pool.query<RoleStored>(
    `SELECT r.id, r.role, m.key AS "modelKey", coalesce(r.starts_at, r.granted_at) AS since, r.ends_at, r.period_from, r.period_to,
       r.revoked_at, ${person('g')} AS "grantedBy", ${person('d')} AS "deputyFor", ${person('t')} AS "revokedBy",
       (p.active AND ${heldAt('r', '$2')}) AS held
     FROM role_assignment r JOIN person p ON p.id = r.person_id LEFT JOIN model m ON m.id = r.model_id
       LEFT JOIN person g ON g.id = r.granted_by LEFT JOIN person d ON d.id = r.deputy_for LEFT JOIN person t ON t.id = r.revoked_by
     WHERE r.person_id = $1 AND ($3::uuid IS NULL OR r.id < $3) ORDER BY r.id DESC LIMIT $4`,
    [input.personId, ctx.clock(), after, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byId, ({ id }) => [id]);
  return { items: rows.map(toRoleRow), next };
}

const toRoleRow = ({ since, ends_at, period_from, period_to, revoked_at, ...row }: RoleStored): RoleRow => ({
  ...row,
  since: since.toISOString(),
  until: ends_at?.toISOString() ?? null,
  revokedAt: revoked_at?.toISOString() ?? null,
  period:
    period_from || period_to
      ? { from: period_from?.toISOString() ?? null, to: period_to?.toISOString() ?? null }
      : null,
});
