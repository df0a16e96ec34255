import type { ExpeditedRoad, PersonRef } from '@countersign/contracts';
import type { Context } from '../context.ts';

interface Road {
  readonly id: string;
  readonly incident: string;
  readonly environment: string;
  readonly comment: string;
  readonly asked_by: PersonRef;
  readonly opened_at: Date;
  readonly due_at: Date | null;
  readonly state: string;
  readonly sign_off: { readonly id: string; readonly signer: PersonRef } | null;
  readonly is_used: boolean;
  readonly serves_until: Date | null;
}

/** The expedited road of a version, or that of one request, with its signature where it still counts; the latest first asked. */
export async function readExpedited(
  ctx: Pick<Context, 'pool'>,
  of: { readonly versionId: string } | { readonly requestId: string },
): Promise<ExpeditedRoad | null> {
  const [column, id] = 'versionId' in of ? ['r.version_id', of.versionId] : ['r.id', of.requestId];
  const { rows } = await ctx.pool.query<Road>(
    `SELECT r.id, r.incident, e.key AS environment, r.comment, r.opened_at, r.due_at, r.state,
       json_build_object('id', r.person_id, 'name', coalesce(p.name, 'Unknown person')) AS asked_by,
       (SELECT json_build_object('id', s.id,
          'signer', json_build_object('id', s.person_id, 'name', coalesce(q.name, 'Unknown person')))
        FROM sign_off s LEFT JOIN person q ON q.id = s.person_id
        WHERE s.request_id = r.id AND s.decision = 'endorse' AND s.state = 'current' AND s.substance = v.substance
        ORDER BY s.signed_at DESC LIMIT 1) AS sign_off,
       d.id IS NOT NULL AS is_used, CASE WHEN d.ended_at IS NULL THEN d.lapses_at END AS serves_until
     FROM request r JOIN version v ON v.id = r.version_id JOIN environment e ON e.id = r.environment_id
     LEFT JOIN person p ON p.id = r.person_id
     LEFT JOIN LATERAL (
       SELECT id, ended_at, lapses_at FROM deployment
       WHERE version_id = r.version_id AND environment_id = r.environment_id AND incident = r.incident
         AND started_at >= r.opened_at
       ORDER BY started_at DESC LIMIT 1
     ) d ON true
     WHERE ${column} = $1 AND r.incident IS NOT NULL ORDER BY r.opened_at DESC, r.id DESC LIMIT 1`,
    [id],
  );
  return rows[0] ? toRoad(rows[0]) : null;
}

const toRoad = (row: Road): ExpeditedRoad => ({
  requestId: row.id,
  incident: row.incident,
  environment: row.environment,
  comment: row.comment,
  by: row.asked_by,
  at: row.opened_at.toISOString(),
  dueAt: row.due_at?.toISOString() ?? null,
  state: stateOf(row),
  signOffId: row.sign_off?.id ?? null,
  signer: row.sign_off?.signer ?? null,
  servesUntil: row.serves_until?.toISOString() ?? null,
});

function stateOf({ state, is_used, sign_off }: Road): ExpeditedRoad['state'] {
  if (is_used) return 'used';
  if (state === 'open') return 'open';
  return state === 'satisfied' && sign_off !== null ? 'signed' : 'ended';
}
