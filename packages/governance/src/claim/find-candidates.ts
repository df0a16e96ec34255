import type { ClaimCandidate, FindCandidates } from '@countersign/contracts';
import type { Actor, Role } from '@countersign/lifecycle';
import { heldAt } from '../authority/held-at.ts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import { deputiesIn, type HeldRole, rolesIn } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { readNames } from '../person/read-names.ts';
import { preparing } from '../prepared.ts';
import { findRequest, isExpedited } from '../request/find-request.ts';
import { signingPlace } from '../sign-off/why-not-sign.ts';
import { whyNotThey } from './why-not-they.ts';

const most = 50;

interface Holder {
  readonly id: string;
  readonly name: string;
  readonly held: readonly HeldRole[];
}

/**
 * People who hold a role of the request's gate, by name: those who could sign it now, and those who could not, with the
 * reason. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function findCandidates(ctx: Context, input: FindCandidates): Promise<ClaimCandidate[]> {
  const scope = await requireInsight(ctx);
  const request = await findRequest(ctx.pool, input.requestId);
  requireModelIn(scope, request.model_id);
  if (request.state !== 'open') return [];
  const loaded = await loadVersion(preparing(ctx.pool), { id: request.version_id }, 'none');
  const pinned = loaded.state.requests.find(({ id }) => id === request.id);
  const places: readonly Role[] = isExpedited(request)
    ? ['reviewer', 'approver']
    : (pinned?.policy.gates[pinned.gate].signOffs.map(({ role }) => role) ?? []);
  const typed = `${(input.q ?? '').trim().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  const { rows } = await ctx.pool.query<Holder>(
    `SELECT p.id, p.name, json_agg(json_build_object('role', a.role, 'deputy_for', a.deputy_for)) AS held
     FROM person p JOIN role_assignment a ON a.person_id = p.id AND ${heldAt('a', '$3')} AND (a.model_id IS NULL OR a.model_id = $1)
     WHERE p.active AND p.kind = 'person' AND (p.name ILIKE $4 OR p.name ILIKE '% ' || $4)
     GROUP BY p.id, p.name HAVING bool_or(a.role = ANY ($2)) ORDER BY p.name, p.id LIMIT ${most}`,
    [request.model_id, places, ctx.clock(), typed],
  );
  const judged = rows.map((holder) => ({
    holder,
    place: signingPlace(loaded, request, actorOf(holder), ctx.clock().toISOString()),
    absent: deputiesIn(holder.held),
  }));
  const nameOf = await readNames(
    ctx,
    judged.flatMap(({ absent }) => Object.values(absent)),
  );
  return judged.map(({ holder: { id, name }, place, absent }) => {
    const person = { id, name };
    if ('reason' in place) {
      const { code } = place.reason;
      return {
        person,
        role: null,
        deputyFor: null,
        reason: { code, message: whyNotThey(name, place.reason) },
      };
    }
    const absentId = absent[place.role];
    return { person, role: place.role, deputyFor: absentId ? nameOf(absentId) : null, reason: null };
  });
}

const actorOf = ({ id, held }: Holder): Actor => ({
  personId: id,
  roles: rolesIn(held),
  deputyFor: deputiesIn(held),
  via: 'session',
});
