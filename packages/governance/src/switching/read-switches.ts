import {
  type SwitchesPage,
  type SwitchOutlook,
  sentenceOf,
  type VersionAddress,
} from '@countersign/contracts';
import {
  type Actor,
  championBefore,
  isInProduction,
  mayAnnounce,
  type VersionState,
  whyNotAnnounce,
} from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import { findAffected } from '../consumer/find-affected.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { basisOf, comparedOutput } from '../rescoring/compare-answers.ts';
import { statedTolerance } from '../rescoring/read-outlook.ts';
import { noSwitching } from './announce-switch.ts';
import { findPlanned } from './planned-row.ts';
import { breaksBetween, findSwitched } from './switched-versions.ts';

/** Announcements of one version that are shown: the one that counts, and those before it. */
const mostShown = 20;

/**
 * What was announced of switches to a version, with what consumers said; and for each production environment where another version
 * serves what announcing one would mean. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function readSwitches(ctx: Context, input: VersionAddress): Promise<SwitchesPage> {
  const scope = await requireInsight(ctx);
  const { row, state } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const actor = scope.actorOn(row.model_id);
  const planned = await findPlanned(ctx.pool, row.id, mostShown);
  const outlooks: SwitchOutlook[] = [];
  for (const { id } of state.environments) {
    const outlook = await outlookIn(ctx, state, id, actor);
    if (outlook && !planned.some(({ ended, environment }) => !ended && environment === outlook.environment))
      outlooks.push(outlook);
  }
  return { planned, outlooks, mayAnnounce: mayAnnounce(actor) };
}

/** Null where no other version answers consumers. */
async function outlookIn(
  ctx: Context,
  state: VersionState,
  environmentId: string,
  actor: Actor,
): Promise<SwitchOutlook | null> {
  const before = championBefore(state, environmentId);
  if (!before || !isInProduction(state.environments, { environmentId, role: 'champion' })) return null;
  const [switched, affected, place] = await Promise.all([
    findSwitched(ctx.pool, { fromId: before.versionId, toId: state.id }),
    findAffected(ctx.pool, [before.versionId], undefined, environmentId),
    ctx.pool.query<{ key: string; other: string | null }>(
      `SELECT e.key, (SELECT v.label FROM planned_switch w JOIN version v ON v.id = w.to_id
         WHERE w.environment_id = e.id AND w.model_id = v.model_id AND w.ended_at IS NULL AND w.to_id <> $2
           AND w.model_id = (SELECT model_id FROM version WHERE id = $2)) AS other
       FROM environment e WHERE e.id = $1`,
      [environmentId, state.id],
    ),
  ]);
  const { key, other } = place.rows[0]!;
  const { schema } = switched.to;
  const output = schema && basisOf(schema) === 'number' ? comparedOutput(schema) : null;
  const [reason] = whyNotAnnounce(state, environmentId, actor);
  return {
    environment: key,
    from: switched.from.label,
    consumers: affected.length,
    ...(state.policy.switching ?? noSwitching),
    verdict: breaksBetween(switched).verdict,
    number: output && {
      unit: output.unit ?? null,
      tolerance: await statedTolerance(ctx, before.versionId),
    },
    whyNot: reason
      ? sentenceOf(reason)
      : other
        ? `The switch to ${other} is announced there already. Withdraw it first.`
        : null,
  };
}
