import type { ReportLine } from '@countersign/contracts';
import { type EarnedStage, rail, type Stage, type Standing } from '@countersign/lifecycle';
import type { Context } from '../context.ts';
import { column, instantText, listed, type PlannedSection } from './report-plan.ts';

/** A version as it stood at the end of a period. */
export interface VersionThen {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly purpose: string;
  readonly tier: string;
  readonly artifact: string | null;
  readonly as_found: boolean;
  readonly created_at: Date;
  readonly stage: Stage;
  readonly earned: EarnedStage;
  readonly standing: Standing;
  /** When each stage was first entered, RFC 3339. */
  readonly reached: Readonly<Partial<Record<Stage, string>>>;
  readonly review: number;
  readonly approval: number;
  readonly go_live: number;
  readonly policy: string | null;
}

const moved = `FROM ledger_entry l WHERE l.version_id = v.id AND l.event = 'version.stage-moved' AND ($2::timestamptz IS NULL OR l.at < $2)`;
const signedAt = (
  gate: string,
) => `(SELECT count(*)::int FROM sign_off s JOIN request q ON q.id = s.request_id
  WHERE s.version_id = v.id AND q.gate = '${gate}' AND q.incident IS NULL AND s.decision = 'endorse'
    AND ($2::timestamptz IS NULL OR s.signed_at < $2) AND (s.state = 'current' OR s.state_at >= $2))`;

/** Stage and standing are read from the entries up to that moment, or from all of them. */
export async function readVersionsThen(
  ctx: Context,
  versionIds: readonly string[],
  until: Date | null,
): Promise<VersionThen[]> {
  const { rows } = await ctx.pool.query<VersionThen>(
    `SELECT v.id, m.key AS model, v.label AS version, m.purpose, m.tier, v.artifact_digest AS artifact, v.as_found, v.created_at,
       coalesce((SELECT l.body::jsonb #>> '{data,to}' ${moved} ORDER BY l.id DESC LIMIT 1), CASE WHEN v.as_found THEN 'deployed' ELSE 'registered' END) AS stage,
       coalesce((SELECT l.body::jsonb #>> '{data,earned}' ${moved} ORDER BY l.id DESC LIMIT 1), 'registered') AS earned,
       coalesce((SELECT r.standing FROM recall r WHERE r.version_id = v.id AND ($2::timestamptz IS NULL OR r.at < $2)
         AND (r.lifted_at IS NULL OR r.lifted_at >= $2) ORDER BY r.standing = 'blocked' DESC, r.at DESC LIMIT 1), 'usable') AS standing,
       (SELECT coalesce(jsonb_object_agg(g.stage, g.at), '{}') FROM (
          SELECT l.body::jsonb #>> '{data,to}' AS stage, to_char(min(l.at) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at
          ${moved} GROUP BY 1) g) AS reached,
       ${signedAt('review')} AS review, ${signedAt('approval')} AS approval, ${signedAt('goLive')} AS go_live,
       (SELECT q.policy_key || ', version ' || q.policy_number FROM request q WHERE q.version_id = v.id
          AND ($2::timestamptz IS NULL OR q.opened_at < $2) ORDER BY q.opened_at DESC LIMIT 1) AS policy
     FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = ANY ($1::uuid[]) ORDER BY m.key, v.number`,
    [versionIds, until],
  );
  return rows;
}

export const versionsSection = (versions: readonly VersionThen[], isPast: boolean): PlannedSection =>
  listed(
    {
      key: 'versions',
      title: 'Lifecycle of the versions',
      form: 'rails',
      note: isPast
        ? 'As they stood at the end of the period. A tick is an endorsement that counted then.'
        : 'A tick is an endorsement that counts.',
      columns: [
        column('model', 'Model', 'code'),
        column('version', 'Version', 'code'),
        column('tier', 'Tier'),
        column('stage', 'Stage'),
        column('standing', 'Standing'),
        column('rail', 'Lifecycle'),
        column('asFound', 'As found', 'flag'),
        column('registeredAt', 'Registered', 'instant'),
        column('reviewedAt', 'Reviewed', 'instant'),
        column('approvedAt', 'Approved', 'instant'),
        column('deployedAt', 'Deployed', 'instant'),
        column('deprecatedAt', 'Deprecated', 'instant'),
        column('reviewSigned', 'Review endorsements', 'count'),
        column('approvalSigned', 'Approval endorsements', 'count'),
        column('goLiveSigned', 'Go-live endorsements', 'count'),
        column('policy', 'Policy'),
        column('artifact', 'Artifact, SHA-256', 'digest'),
      ],
    },
    versions.map(lineOf),
  );

const lineOf = (version: VersionThen): ReportLine => ({
  model: version.model,
  version: version.version,
  tier: version.tier,
  stage: version.stage,
  standing: version.standing,
  rail: rail(version).text,
  asFound: version.as_found,
  registeredAt: instantText(version.created_at),
  reviewedAt: version.reached.reviewed ?? null,
  approvedAt: version.reached.approved ?? null,
  deployedAt: version.reached.deployed ?? null,
  deprecatedAt: version.reached.deprecated ?? null,
  reviewSigned: version.review,
  approvalSigned: version.approval,
  goLiveSigned: version.go_live,
  policy: version.policy,
  artifact: version.artifact,
});
