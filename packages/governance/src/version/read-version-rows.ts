import type { OpenGate, VersionRow } from '@countersign/contracts';
import { gateProgress, gates, type VersionState } from '@countersign/lifecycle';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { numberOrNull } from '../ledger/entry-number.ts';
import { conditionEndsAt, type VersionRecord } from '../lifecycle/load-version.ts';
import { readStates } from '../lifecycle/read-states.ts';
import { signedOf } from '../lifecycle/signed-of.ts';
import { predictionsOfVersion } from '../predictions-of.ts';

type Base = Pick<VersionRecord, 'id' | 'number' | 'label' | 'stage' | 'earned' | 'standing' | 'revision'>;

/** What `rowColumns` gives. */
export interface RowColumns {
  readonly created_at: Date;
  readonly overdue: boolean;
  readonly as_found: boolean;
  readonly model: VersionRow['model'];
  readonly serving: VersionRow['serving'];
  readonly predictions: number;
  readonly asked: boolean;
  readonly environments: Readonly<Record<string, string>> | null;
  readonly event: string | null;
  readonly at: Date | null;
  readonly entry_number: string | null;
}

/** Versions as rows of a table, in the order of `ids`: two queries however many there are. */
export async function readVersionRows(ctx: Context, ids: readonly string[]): Promise<VersionRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await ctx.pool.query<Base & RowColumns>(rowsSql, [ids, ctx.clock()]);
  const states = await readStates(
    ctx,
    rows.filter(({ asked }) => asked).map(({ id }) => id),
  );
  return rows.map((row) => {
    return toVersionRow(row, states.get(row.id)?.state ?? null);
  });
}

/** `state` may be missing where nobody has asked for a gate. */
export const toVersionRow = (row: Base & RowColumns, state: VersionState | null): VersionRow => ({
  id: row.id,
  model: row.model,
  label: row.label,
  number: row.number,
  stage: row.stage,
  earned: row.earned,
  standing: row.standing,
  overdue: row.overdue,
  asFound: row.as_found,
  revision: row.revision,
  openGate: state === null ? null : openGateOf(state, row.environments ?? {}),
  serving: row.serving,
  predictions: boundedCount(row.predictions),
  lastStep:
    row.event === null || row.at === null
      ? null
      : { event: row.event, at: row.at.toISOString(), number: numberOrNull(row.entry_number) },
  createdAt: row.created_at.toISOString(),
});

/** The lowest gate that collects sign-offs now; `environments` are keys by id. */
function openGateOf(state: VersionState, environments: Readonly<Record<string, string>>): OpenGate | null {
  const [request] = state.requests
    .filter((one) => one.state === 'open')
    .sort((a, b) => gates.indexOf(a.gate) - gates.indexOf(b.gate));
  if (request === undefined) return null;
  const { gate, environmentId } = request;
  return {
    gate,
    environment: environmentId === null ? null : (environments[environmentId] ?? null),
    ...signedOf(gateProgress(state, request.id)),
  };
}

/** From `version v JOIN model m` and `rowJoins`; `at` is SQL of the moment that is asked about. */
export const rowColumns = (at: string) => `v.created_at, v.as_found,
  v.stage <> 'deprecated' AND v.approval_ends_at IS NOT NULL
    AND least(v.approval_ends_at, v.re_review_by, ${conditionEndsAt('v.id')}) <= ${at} AS overdue,
  json_build_object('id', m.id, 'key', m.key, 'name', m.name) AS model,
  (SELECT coalesce(json_agg(json_build_object('environment', e.key, 'production', e.production, 'role', d.role,
      'state', d.state, 'share', d.share) ORDER BY e.production DESC, e.key), '[]'::json)
    FROM deployment d JOIN environment e ON e.id = d.environment_id
    WHERE d.version_id = v.id AND d.ended_at IS NULL) AS serving,
  ${countUpTo(`prediction p WHERE ${predictionsOfVersion('p', { is: 'v.id' })}`)} AS predictions,
  EXISTS (SELECT FROM request r WHERE r.version_id = v.id AND r.state = 'open' AND r.incident IS NULL) AS asked,
  (SELECT json_object_agg(e.id, e.key) FROM request r JOIN environment e ON e.id = r.environment_id
    WHERE r.version_id = v.id AND r.state = 'open') AS environments,
  last.event, last.at, last.number AS entry_number`;

export const rowJoins = `LEFT JOIN LATERAL (
  SELECT l.event, l.at, n.number FROM ledger_entry l LEFT JOIN ledger_number n ON n.entry_id = l.id
  WHERE l.version_id = v.id AND l.step IS NOT NULL ORDER BY l.step DESC LIMIT 1
) last ON true`;

const rowsSql = `
SELECT v.id, v.number, v.label, v.stage, v.earned, v.standing, v.revision, ${rowColumns('$2')}
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, position)
JOIN version v ON v.id = wanted.id JOIN model m ON m.id = v.model_id
${rowJoins}
ORDER BY wanted.position`;
