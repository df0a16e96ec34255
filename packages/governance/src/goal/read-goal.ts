import { type EarlierGoal, type GoalView, meetsThreshold } from '@countersign/contracts';
import { canonicalGoal, type StoredGoal } from './goal-digest.ts';

/** A goal beside the state of its request. */
export interface GoalStored {
  readonly request_id: string;
  readonly body: StoredGoal;
  /** Whether its request was ever satisfied. */
  readonly fixed: boolean;
  /** RFC 3339 UTC. */
  readonly at: string;
}

export interface ClaimedMetric {
  readonly name: string;
  readonly value: number;
  readonly split: string;
}

/** States of a request whose gate was satisfied, whatever became of it since. */
const everSatisfied = "('satisfied', 'superseded', 'void')";

const goalJson = `json_build_object('request_id', g.request_id, 'body', g.body, 'fixed', q.state IN ${everSatisfied},
  'at', to_char(g.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/**
 * JSON of a `GoalStored`: what a version was approved for, else what approval is asked for. A void approval's goal is
 * still the one that monitoring holds the version to. The argument is an SQL expression, like those below.
 */
export const goalOf = (versionId: string): string => `(
  SELECT ${goalJson} FROM goal g JOIN request q ON q.id = g.request_id
  WHERE g.version_id = ${versionId} AND (q.state = 'open' OR q.state IN ${everSatisfied})
  ORDER BY q.state = 'satisfied' DESC, q.state IN ${everSatisfied} DESC, g.at DESC, g.request_id DESC LIMIT 1)`;

/** JSON of the `GoalStored` that a signature at a gate covers: at approval what its request asks for, at go-live what was approved. */
export const goalAt = (versionId: string, requestId: string, gate: string): string => `(
  SELECT ${goalJson} FROM goal g JOIN request q ON q.id = g.request_id
  WHERE g.version_id = ${versionId}
    AND CASE ${gate} WHEN 'approval' THEN q.id = ${requestId} WHEN 'goLive' THEN q.state = 'satisfied' ELSE false END
  ORDER BY g.at DESC, g.request_id DESC LIMIT 1)`;

/**
 * JSON of a fixed goal and its version's label: the latest one of the version, else of its model, besides that of one
 * request.
 */
export const earlierGoalOf = (modelId: string, versionId: string, requestId: string): string => `(
  SELECT json_build_object('version', w.label, 'body', g.body)
  FROM version w JOIN goal g ON g.version_id = w.id JOIN request q ON q.id = g.request_id
  WHERE w.model_id = ${modelId} AND q.state IN ${everSatisfied} AND q.id IS DISTINCT FROM ${requestId}
  ORDER BY w.id = ${versionId} DESC, g.at DESC, g.request_id DESC LIMIT 1)`;

/** The digest is computed from what is shown, never read: a signature over it then vouches for exactly that. */
export const toGoalView = (stored: GoalStored, metrics: readonly ClaimedMetric[]): GoalView => ({
  requestId: stored.request_id,
  digest: canonicalGoal(stored.body).digest,
  state: stored.fixed ? 'fixed' : 'asked',
  uses: [...stored.body.uses],
  thresholds: stored.body.thresholds.map(({ split, ...threshold }) => {
    const claimed = claimOf({ ...threshold, split }, metrics);
    return {
      ...threshold,
      ...(split === null ? {} : { split }),
      claimed,
      met: claimed === null ? null : meetsThreshold(threshold, claimed),
    };
  }),
  until: stored.body.until,
  at: stored.at,
});

export const toEarlierGoal = (
  found: { readonly version: string; readonly body: StoredGoal } | null,
): EarlierGoal | null =>
  found && {
    version: found.version,
    uses: [...found.body.uses],
    thresholds: found.body.thresholds.map(({ split, ...threshold }) => ({
      ...threshold,
      ...(split === null ? {} : { split }),
    })),
    until: found.body.until,
  };

/** The one value that the version claims of the metric on that split; without a split, on whichever one has it. */
function claimOf(
  { metric, split }: { readonly metric: string; readonly split: string | null },
  metrics: readonly ClaimedMetric[],
): number | null {
  const claims = metrics.filter(({ name, split: on }) => name === metric && (split === null || on === split));
  return claims.length === 1 ? claims[0]!.value : null;
}
