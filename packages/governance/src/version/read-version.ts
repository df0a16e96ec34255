import type { Fallback, PolicyBody, VersionAddress, VersionPage } from '@countersign/contracts';
import { hasEarned, type VersionState } from '@countersign/lifecycle';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import { toVersionChange } from '../change-class/stored-change.ts';
import type { Context } from '../context.ts';
import { toGoalView } from '../goal/read-goal.ts';
import {
  type LoadedVersion,
  noSuchVersion,
  partsOf,
  recordColumns,
  stateOf,
  type VersionParts,
  type VersionRecord,
} from '../lifecycle/load-version.ts';
import { preparing } from '../prepared.ts';
import { readExpedited } from '../request/read-expedited.ts';
import { fromDossier } from './from-dossier.ts';
import { type GateFacts, gateFacts } from './gate-facts-row.ts';
import { gateViews } from './gate-views.ts';
import { listActions } from './list-actions.ts';
import { toNamedRun } from './named-run.ts';
import { readAsFound } from './read-as-found.ts';
import { type RowColumns, rowColumns, rowJoins, toVersionRow } from './read-version-rows.ts';
import { fromSchema } from './schema-row.ts';
import { detailsColumns, detailsJoins, type VersionDetails } from './version-details-row.ts';

interface PageRow extends VersionRecord, RowColumns, VersionDetails {
  readonly policy_key: string;
  readonly fallback: Fallback | null;
  readonly parts: VersionParts;
  readonly facts: GateFacts;
}

/** The version `$2` of the model `$1`, at `$3`. */
const pageSql = `
SELECT ${recordColumns}, ${rowColumns('$3')}, ${detailsColumns}, ${partsOf('v.id', 'v.model_id', 'm.policy_key')} AS parts,
  ${gateFacts} AS facts
FROM version v JOIN model m ON m.id = v.model_id ${rowJoins} ${detailsJoins}
WHERE m.key = $1 AND v.label = $2`;

/** Everything that a version's page shows, by two statements at once. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readVersion(ctx: Context, input: VersionAddress): Promise<VersionPage> {
  const at = ctx.clock();
  const [scope, found] = await Promise.all([
    readScope(ctx),
    preparing(ctx.pool).query<PageRow>(pageSql, [input.model, input.version, at]),
  ]);
  const row = found.rows[0];
  if (!row) throw noSuchVersion(input);
  requireModelIn(scope, row.model_id);
  const state = stateOf(row, row.parts);
  const loaded: LoadedVersion = { row, state };
  const { deprecation, deprecated_by: deprecatedBy } = row;
  const { road } = row.facts;
  const dossier = fromDossier(row.dossier);
  return {
    version: toVersionRow(row, state),
    before: row.before,
    description: row.description,
    tier: state.tier,
    policy: state.policy as unknown as PolicyBody,
    owner: row.owner,
    registrant: row.registrant,
    authors: row.authors,
    artifact: row.artifact,
    substance: state.substance,
    presentation: state.presentation,
    run: row.run && toNamedRun(row.run, dossier.parameters),
    ...dossier,
    ...fromSchema(row, new Map(Object.entries(row.sensitive))),
    fallback: row.fallback,
    stages: stageDates(state, row),
    change: row.change && toVersionChange(row.change),
    gates: gateViews(loaded, row.facts, at.toISOString()),
    asFound: row.as_found ? await readAsFound(ctx, row.id) : null,
    approvedUntil: state.approvalEndsAt,
    goal: row.goal && toGoalView(row.goal, dossier.metrics),
    errata: row.errata,
    expedited: road === null ? null : await readExpedited(ctx, { requestId: road }),
    mark: row.mark,
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
    actions: listActions(loaded, scope.actorOn(row.model_id), at.toISOString(), row.facts),
    counts: row.counts,
  };
}

/** A date only where the stage holds now: a version that fell back to registered shows no review. */
function stageDates(state: VersionState, dates: RowColumns & VersionDetails): VersionPage['stages'] {
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
