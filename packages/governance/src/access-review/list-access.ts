import type { AccessPage, AccessRow, PageOf } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { requireFullScope } from '../authority/read-scope.ts';
import { requireRoleNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { personJson } from '../person/read-names.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { likePatterns } from '../search-words.ts';
import { eventsByRole } from './events-by-role.ts';

const byPerson = keyset('access', 'text', 'uuid', 'uuid');
const dayMs = 86_400_000;

interface AccessStored
  extends Omit<AccessRow, 'since' | 'until' | 'lastSignInAt' | 'roleLastUsedAt' | 'tokenLastUsedAt'> {
  readonly since: Date | null;
  readonly ends_at: Date | null;
  readonly last_sign_in_at: Date | null;
  readonly used_at: Date | null;
  readonly token_used_at: Date | null;
}

/** `$1` is the moment, `$2` which events tell of which role. */
const rowsSql = `
SELECT coalesce(r.id, p.id) AS id, json_build_object('id', p.id, 'name', p.name) AS person, p.id AS person_id, p.name, p.kind,
  CASE WHEN p.kind = 'person' THEN p.email END AS email, ${personJson('o')} AS responsible, r.role, r.model_id, m.key AS "modelKey",
  coalesce(r.starts_at, r.granted_at) AS since, r.ends_at, ${personJson('g')} AS "grantedBy", ${personJson('d')} AS "deputyFor",
  p.last_sign_in_at, tokens.valid AS "validTokens", tokens.used_at AS token_used_at,
  greatest(
    (SELECT max(s.signed_at) FROM sign_off s JOIN version v ON v.id = s.version_id
     WHERE s.person_id = p.id AND s.role = r.role AND (r.model_id IS NULL OR v.model_id = r.model_id)),
    (SELECT l.at FROM ledger_entry l WHERE l.actor_id = p.id::text AND (r.model_id IS NULL OR l.model_id = r.model_id)
       AND l.event IN (SELECT jsonb_array_elements_text($2::jsonb -> r.role)) AND (l.event <> 'version.signed-off')
     ORDER BY l.id DESC LIMIT 1)) AS used_at
FROM person p LEFT JOIN role_assignment r ON r.person_id = p.id AND ${heldAt('r', '$1')}
  LEFT JOIN model m ON m.id = r.model_id LEFT JOIN person o ON o.id = p.responsible_id
  LEFT JOIN person g ON g.id = r.granted_by LEFT JOIN person d ON d.id = r.deputy_for
  LEFT JOIN LATERAL (SELECT count(*) FILTER (WHERE t.revoked_at IS NULL AND (t.expires_at IS NULL OR t.expires_at > $1))::int AS valid,
    max(t.last_used_at) AS used_at FROM api_token t WHERE t.person_id = p.id) tokens ON true
WHERE p.active`;

/**
 * Who holds what, since when and by whom, and when it was last used: open accounts by name, a row for each role held now.
 * For administrators, compliance officers and auditors of everything. @throws Refusal FORBIDDEN
 */
export async function listAccess(ctx: Context, input: AccessPage): Promise<PageOf<AccessRow>> {
  const limit = limitOf(input);
  refuseBrokenJson(input, '');
  const [name, personId, id] = byPerson.decode(input.after);
  await requireFullScope(ctx);
  await requireRoleNow(ctx, null, ['administrator', 'compliance', 'auditor']);
  const at = ctx.clock();
  const values: unknown[] = [at, JSON.stringify(eventsByRole)];
  const parameter = (value: unknown) => `$${values.push(value)}`;
  const inner: string[] = [];
  const outer: string[] = [];
  if (name !== null)
    inner.push(
      `(p.name, p.id, coalesce(r.id, p.id)) > (${parameter(name)}, ${parameter(personId)}::uuid, ${parameter(id)}::uuid)`,
    );
  if (input.role) inner.push(`r.role = ${parameter(input.role)}`);
  if (input.model) inner.push(`m.key = ${parameter(input.model)}`);
  for (const pattern of likePatterns(input.search ?? ''))
    inner.push(`p.name || ' ' || p.email ILIKE ${parameter(pattern)}`);
  if (input.unusedDays)
    outer.push(
      `x.role IS NOT NULL AND coalesce(x.used_at, x.since) < ${parameter(new Date(at.getTime() - input.unusedDays * dayMs))}`,
    );
  const found = await ctx.pool.query<AccessStored & { name: string; person_id: string }>(
    `SELECT * FROM (${[rowsSql, ...inner].join(' AND ')}) x WHERE ${outer[0] ?? 'true'}
     ORDER BY x.name, x.person_id, x.id LIMIT ${parameter(limit + 1)}`,
    values,
  );
  const { rows, next } = cutPage(found.rows, limit, byPerson, (row) => [row.name, row.person_id, row.id]);
  return { items: rows.map(toRow), next };
}

const toRow = (row: AccessStored): AccessRow => ({
  id: row.id,
  person: row.person,
  kind: row.kind,
  email: row.email,
  responsible: row.responsible,
  role: row.role,
  modelKey: row.modelKey,
  since: row.role === null ? null : (row.since?.toISOString() ?? null),
  until: row.ends_at?.toISOString() ?? null,
  grantedBy: row.grantedBy,
  deputyFor: row.deputyFor,
  lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
  roleLastUsedAt: row.used_at?.toISOString() ?? null,
  validTokens: row.validTokens,
  tokenLastUsedAt: row.token_used_at?.toISOString() ?? null,
});
