import { Refusal } from '@countersign/contracts';
import {
  type ChangeClass,
  type EarnedStage,
  type Policy,
  policyFor,
  type Stage,
  type Standing,
  type Tier,
  type VersionState,
} from '@countersign/lifecycle';
import type { Tx } from '../change.ts';

export type VersionKey = { readonly model: string; readonly version: string } | { readonly id: string };

/** The columns of a version that use cases decide with, and its model's. */
export interface VersionRecord {
  readonly id: string;
  readonly model_id: string;
  readonly model_key: string;
  readonly model_name: string;
  readonly owner_id: string | null;
  readonly tier: Tier;
  readonly number: number;
  readonly label: string;
  readonly stage: Stage;
  readonly earned: EarnedStage;
  readonly standing: Standing;
  readonly revision: number;
  readonly step: number;
  readonly substance: string;
  readonly presentation: string;
  readonly artifact_digest: string | null;
  readonly registrant_id: string;
  readonly description: string;
  readonly fallback: unknown;
  readonly approval_ends_at: Date | null;
  readonly re_review_by: Date | null;
  readonly condition_ends_at: Date | null;
  /** What the revision counts as at gates; null for one from before classes were judged. */
  readonly change_class: ChangeClass | null;
  readonly as_found: boolean;
  readonly expedited_used: boolean;
}

export interface LoadedVersion {
  readonly row: VersionRecord;
  readonly state: VersionState;
}

/** `version` keeps everybody else off this version until the end of the transaction; `model` off all of its model. */
export type Lock = 'none' | 'version' | 'model';

/** SQL of the earliest day by which an approval's condition wants a finding closed that is not closed. */
export const conditionEndsAt = (versionId: string): string => `(
  SELECT min(c.close_by) FROM condition_finding c JOIN finding f ON f.id = c.finding_id
  JOIN sign_off s ON s.id = c.sign_off_id JOIN request q ON q.id = s.request_id
  WHERE c.version_id = ${versionId} AND f.state <> 'closed' AND s.state = 'current' AND q.state = 'satisfied')`;

/** Columns of a `VersionRecord`, from `version v JOIN model m`. */
export const recordColumns = `v.id, v.model_id, m.key AS model_key, m.name AS model_name, m.owner_id, m.tier, m.policy_key, v.number, v.label,
  v.stage, v.earned, v.standing, v.revision, v.step, v.substance, v.presentation, v.artifact_digest, v.registrant_id,
  v.description, v.fallback, v.approval_ends_at, v.re_review_by, v.as_found, v.expedited_used, ${conditionEndsAt('v.id')} AS condition_ends_at,
  (SELECT c.counts_as FROM change_class c WHERE c.version_id = v.id AND c.revision = v.revision) AS change_class`;

/** The model is always locked before its versions, so that two changes never wait for each other. */
const lockClause: Record<Lock, string> = {
  none: '',
  version: 'FOR SHARE OF m FOR UPDATE OF v',
  model: 'FOR UPDATE OF m FOR UPDATE OF v',
};

/**
 * Everything that a decision about one version depends on, in two round trips.
 * @throws Refusal NOT_FOUND
 */
export async function loadVersion(
  tx: Pick<Tx, 'query'>,
  key: VersionKey,
  lock: Lock = 'version',
): Promise<LoadedVersion> {
  const where = 'id' in key ? 'v.id = $1' : 'm.key = $1 AND v.label = $2';
  const found = await tx.query<VersionRecord & { policy_key: string }>(
    `SELECT ${recordColumns}
     FROM version v JOIN model m ON m.id = v.model_id WHERE ${where} ${lockClause[lock]}`,
    'id' in key ? [key.id] : [key.model, key.version],
  );
  const row = found.rows[0];
  if (!row) throw noSuchVersion(key);
  const parts = await tx.query<{ parts: VersionParts }>(partsSql, [row.id, row.model_id, row.policy_key]);
  return { row, state: stateOf(row, parts.rows[0]!.parts) };
}

export const noSuchVersion = (key: VersionKey) =>
  new Refusal('NOT_FOUND', 'There is no such version.', { ...key });

/** A version's row and what surrounds it, as the machine wants to know it: policies are those of the version's change class. */
export function stateOf(row: VersionRecord, parts: VersionParts): VersionState {
  const ends = [row.approval_ends_at, row.re_review_by, row.condition_ends_at]
    .filter((end) => end !== null)
    .map((end) => end.toISOString());
  return {
    id: row.id,
    stage: row.stage,
    earned: row.earned,
    standing: row.standing,
    substance: row.substance,
    presentation: row.presentation,
    tier: row.tier,
    approvalEndsAt: row.approval_ends_at === null ? null : ends.sort()[0]!,
    asFound: row.as_found,
    expeditedUsed: row.expedited_used,
    ...parts,
    policy: policyFor(parts.policy, row.change_class),
    requests: parts.requests.map((request) => ({
      ...request,
      policy: policyFor(request.policy, row.change_class),
    })),
  };
}

export type VersionParts = Pick<
  VersionState,
  | 'policy'
  | 'authors'
  | 'requests'
  | 'signOffs'
  | 'evidence'
  | 'references'
  | 'deployments'
  | 'environments'
  | 'champions'
  | 'switches'
  | 'wasChampionIn'
  | 'liftSignatures'
> & { policy: Policy };

const list = (select: string) => `(SELECT coalesce(json_agg(x), '[]'::json) FROM (${select}) x)`;

const isoOf = (column: string) => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** JSON of a version's parts; the arguments are SQL expressions, so that one query can load a page of versions. */
export const partsOf = (versionId: string, modelId: string, policyKey: string) => `json_build_object(
  'policy', (SELECT body FROM policy WHERE key = ${policyKey} ORDER BY number DESC LIMIT 1),
  'authors', (SELECT coalesce(json_agg(DISTINCT person_id), '[]'::json) FROM version_author WHERE version_id = ${versionId} AND person_id IS NOT NULL),
  'requests', ${list(`
    SELECT r.id, r.gate, r.environment_id AS "environmentId", p.body AS policy, r.state, r.substance,
      to_char(g.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS until
    FROM request r JOIN policy p ON p.key = r.policy_key AND p.number = r.policy_number LEFT JOIN goal g ON g.request_id = r.id
    WHERE r.version_id = ${versionId} AND r.incident IS NULL ORDER BY r.id`)},
  'signOffs', ${list(`
    SELECT s.id, s.request_id AS "requestId", s.person_id AS "personId", s.role, s.deputy_for AS "deputyFor", s.decision, s.substance, s.presentation, s.state,
      EXISTS (SELECT FROM role_assignment a JOIN person h ON h.id = a.person_id
        WHERE a.person_id = s.person_id AND a.role = s.role AND a.revoked_at IS NULL AND h.active
          AND (a.model_id IS NULL OR a.model_id = ${modelId})) AS "roleHeld",
      (SELECT to_char(o.until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') FROM sign_off_condition o WHERE o.sign_off_id = s.id) AS until
    FROM sign_off s JOIN request r ON r.id = s.request_id WHERE s.version_id = ${versionId} AND r.incident IS NULL ORDER BY s.id`)},
  'evidence', ${list(`
    SELECT DISTINCT ON (kind, environment_id) kind, environment_id AS "environmentId", result, basis, share
    FROM evidence WHERE version_id = ${versionId}
      AND (kind <> 'claim-check' OR revision = (SELECT w.revision FROM version w WHERE w.id = evidence.version_id)) ORDER BY kind, environment_id, at DESC, id DESC`)},
  'references', (SELECT coalesce(json_agg(DISTINCT kind), '[]'::json) FROM version_reference WHERE version_id = ${versionId} AND withdrawn_at IS NULL),
  'deployments', ${list(`
    SELECT id, environment_id AS "environmentId", role, ground, state,
      to_char(lapses_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "lapsesAt"
    FROM deployment WHERE version_id = ${versionId} AND ended_at IS NULL ORDER BY id`)},
  'environments', ${list('SELECT id, production, required_stage AS "requiredStage" FROM environment ORDER BY id')},
  'champions', ${list(`
    SELECT environment_id AS "environmentId", version_id AS "versionId", state = 'serving' AS serving
    FROM deployment WHERE model_id = ${modelId} AND ended_at IS NULL AND role = 'champion' ORDER BY id`)},
  'switches', ${list(`
    SELECT environment_id AS "environmentId", from_id AS "fromId", ${isoOf('announced_at')} AS "announcedAt", ${isoOf('not_before')} AS "notBefore"
    FROM planned_switch WHERE to_id = ${versionId} AND ended_at IS NULL ORDER BY id`)},
  'wasChampionIn', (SELECT coalesce(json_agg(DISTINCT environment_id), '[]'::json) FROM deployment
    WHERE version_id = ${versionId} AND was_champion AND ground <> 'expedited'),
  'liftSignatures', ${list(`
    SELECT l.person_id AS "personId", l.role, l.deputy_for AS "deputyFor" FROM recall_lift l JOIN recall r ON r.id = l.recall_id
    WHERE r.version_id = ${versionId} AND r.lifted_at IS NULL ORDER BY l.at`)}
)`;

const partsSql = `SELECT ${partsOf('$1::uuid', '$2::uuid', '$3::text')} AS parts`;
