import { type Goal, type OpenRequest, Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { LoadedVersion } from '../lifecycle/load-version.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { canonicalGoal, storedGoal } from './goal-digest.ts';
import { areThresholdsRequired, latestUntil } from './goal-rule.ts';

export type StatedGoal = Pick<OpenRequest, 'uses' | 'goal' | 'until'>;

/**
 * Writes down what a request for approval asks for, for ever; the caller has inserted the request. Returns its digest
 * and the canonical text. @throws Refusal USES_MISSING, GOAL_MISSING, BAD_INPUT
 */
export async function stateGoal(
  tx: Tx,
  { row, state }: LoadedVersion,
  requestId: string,
  stated: StatedGoal,
): Promise<{ digest: string; text: string; until: string }> {
  const goal: Goal = {
    uses: stated.uses ?? [],
    thresholds: stated.goal ?? [],
    until: untilOf(stated.until, tx.at, latestUntil(state, tx.at)),
  };
  refuseBrokenJson(goal, '');
  if (goal.uses.length === 0) {
    throw new Refusal('USES_MISSING', 'State at least one use that production is asked for.', {
      field: 'uses',
    });
  }
  if (goal.thresholds.length === 0 && areThresholdsRequired(state)) {
    throw new Refusal(
      'GOAL_MISSING',
      `A model of tier ${state.tier} is approved for a goal: name at least one metric threshold.`,
      { field: 'goal', tier: state.tier },
    );
  }
  refuseRepeated('uses', goal.uses);
  refuseRepeated(
    'goal',
    goal.thresholds.map(({ metric, split, comparison }) =>
      JSON.stringify([metric, split ?? null, comparison]),
    ),
  );
  const body = storedGoal(goal);
  const { text, digest } = canonicalGoal(body);
  await tx.query(
    'INSERT INTO goal (request_id, version_id, digest, body, until, at) VALUES ($1, $2, $3, $4, $5, $6)',
    [requestId, row.id, digest, text, new Date(goal.until), tx.at],
  );
  return { digest, text, until: goal.until };
}

/** Only the approval gate grants uses; elsewhere a goal would be lost without a word. @throws Refusal BAD_INPUT */
export function refuseGoalElsewhere(stated: StatedGoal): void {
  const field = (['uses', 'goal', 'until'] as const).find((name) => stated[name] !== undefined);
  if (field) throw new Refusal('BAD_INPUT', 'Uses and goal belong to the approval gate.', { field });
}

function untilOf(until: string | undefined, at: Date, latest: Date): string {
  if (until === undefined) return latest.toISOString();
  const wanted = parseInstant(until, 'until');
  if (wanted <= at)
    throw new Refusal('BAD_INPUT', 'Approval is asked for until a time to come.', { field: 'until' });
  if (wanted > latest) {
    throw new Refusal('BAD_INPUT', 'The policy grants no approval for that long.', {
      field: 'until',
      latest: latest.toISOString(),
    });
  }
  return wanted.toISOString();
}

function refuseRepeated(field: string, values: readonly string[]): void {
  const position = values.findIndex((value, index) => values.indexOf(value) !== index);
  if (position !== -1) {
    throw new Refusal('BAD_INPUT', `${field}.${position} says what another one says already.`, {
      field: `${field}.${position}`,
    });
  }
}
