import type { PolicyBody, VersionAddress, VersionPage } from '@countersign/contracts';
import { hasEarned } from '@countersign/lifecycle';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { listEnvironments } from '../environment/list-environments.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { readExpedited } from '../request/read-expedited.ts';
import { fromDossier } from './dossier-row.ts';
import { type ExpeditedAsked, listActions } from './list-actions.ts';
import { readGateViews } from './read-gate-views.ts';
import { readVersionRows } from './read-version-rows.ts';
import { fromSchema } from './schema-row.ts';
import { detailsSql, type VersionDetails } from './version-details-row.ts';

/** Everything that a version's page shows, in a fixed number of queries. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readVersion(ctx: Context, input: VersionAddress): Promise<VersionPage> {
  const scope = await readScope(ctx);
  const loaded = await loadVersion(ctx.pool, input, 'none');
  const { row, state } = loaded;
  requireModelIn(scope, row.model_id);
  const environments = await listEnvironments(ctx);
  const [[version], gates, found, asked, expedited] = await Promise.all([
    readVersionRows(ctx, [row.id]),
    readGateViews(ctx, loaded, environments),
    ctx.pool.query<VersionDetails>(detailsSql, [row.id]),
    ctx.pool.query<ExpeditedAsked>(
      "SELECT id, environment_id, incident FROM request WHERE version_id = $1 AND incident IS NOT NULL AND state = 'open'",
      [row.id],
    ),
    readExpedited(ctx, { versionId: row.id }),
  ]);
  const details = found.rows[0]!;
  const { deprecation, deprecated_by: deprecatedBy } = details;
  return {
    version: version!,
    description: details.description,
    tier: state.tier,
    policy: state.policy as unknown as PolicyBody,
    owner: details.owner,
    registrant: details.registrant,
    authors: details.authors,
    artifact: details.artifact,
    substance: state.substance,
    presentation: state.presentation,
    ...fromDossier(details.dossier),
    ...fromSchema(details),
    fallback: details.fallback,
    stages: stageDates(loaded, details),
    gates,
    approvedUntil: state.approvalEndsAt,
    errata: details.errata,
    expedited,
    mark: details.mark,
    deprecation: deprecation
      ? {
          reason: deprecation.reason,
          comment: deprecation.comment,
          successor: deprecation.successor,
          sunsetAt: deprecation.sunsetAt,
          at: deprecation.at,
          by: deprecatedBy ?? { id: deprecation.by, name: 'Countersign' },
        }
      : null,
    actions: listActions(loaded, scope.actorOn(row.model_id), ctx.clock().toISOString(), {
      environments,
      expedited: asked.rows,
    }),
    counts: details.counts,
  };
}

/** A date only where the stage holds now: a version that fell back to registered shows no review. */
function stageDates({ state }: LoadedVersion, dates: VersionDetails): VersionPage['stages'] {
  const at = (holds: boolean, date: Date | null) => (holds ? (date?.toISOString() ?? null) : null);
  const isDeprecated = state.stage === 'deprecated';
  return [
    { stage: 'registered', at: at(true, dates.created_at) },
    { stage: 'reviewed', at: at(hasEarned(state, 'reviewed'), dates.reviewed_at) },
    { stage: 'approved', at: at(hasEarned(state, 'approved'), dates.approved_at) },
    { stage: 'deployed', at: at(state.stage === 'deployed' || isDeprecated, dates.deployed_at) },
    { stage: 'deprecated', at: at(isDeprecated, dates.deprecated_at) },
  ];
}
