import { type OpenRequest, type Receipt, Refusal } from '@countersign/contracts';
import { dueDays } from '@countersign/lifecycle';
import { uuidv7 } from 'uuidv7';
import { change, type Job, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { environmentIdOf } from '../environment/environment-id-of.ts';
import { requiredEvidenceJobs } from '../evidence/start-evidence.ts';
import { refuseGoalElsewhere, type StatedGoal, stateGoal } from '../goal/state-goal.ts';
import { type LoadedVersion, loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, type VersionEvent } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { parseInstant } from '../parse-instant.ts';

export interface RequestedGate extends StatedGoal {
  readonly gate: OpenRequest['gate'];
  readonly environmentId: string | null;
  readonly comment: string;
  readonly dueAt?: string | undefined;
}

/**
 * Asks for a gate inside a transaction: fixes the revision, pins the policy in force, states the goal, starts the required
 * evidence.
 * The caller moves the version with the returned event.
 */
export async function openRequestIn(
  tx: Tx,
  ctx: Context,
  loaded: LoadedVersion,
  wanted: RequestedGate,
): Promise<{ requestId: string; event: VersionEvent; jobs: Job[] }> {
  const { row, state } = loaded;
  await refuseUnlessAllowed(tx, ctx, loaded, {
    type: 'request',
    gate: wanted.gate,
    ...(wanted.environmentId ? { environmentId: wanted.environmentId } : {}),
  });
  const requestId = uuidv7();
  const dueAt =
    wanted.dueAt === undefined
      ? new Date(tx.at.getTime() + dueDays[row.tier] * 86_400_000)
      : parseInstant(wanted.dueAt, 'dueAt');
  if (dueAt <= tx.at) throw new Refusal('BAD_INPUT', 'A request is due in the future.', { field: 'dueAt' });
  const personId = ctx.actor.kind === 'person' ? ctx.actor.id : row.registrant_id;
  await tx.query(
    `INSERT INTO request (id, version_id, gate, environment_id, revision, substance, policy_key, policy_number, comment, person_id, opened_at, due_at, state)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 'open')`,
    [
      requestId,
      row.id,
      wanted.gate,
      wanted.environmentId,
      row.revision,
      row.substance,
      state.policy.id,
      state.policy.number,
      wanted.comment,
      personId,
      tx.at,
      dueAt,
    ],
  );
  const goal = wanted.gate === 'approval' ? await stateGoal(tx, loaded, requestId, wanted) : null;
  if (goal === null) refuseGoalElsewhere(wanted);
  return {
    requestId,
    event: {
      event: 'version.requested',
      data: {
        request: requestId,
        gate: wanted.gate,
        environment: wanted.environmentId,
        revision: row.revision,
        substance: row.substance,
        policy: { id: state.policy.id, number: state.policy.number },
        ...(goal ? { goal: goal.digest, until: goal.until } : {}),
      },
      records: { comment: wanted.comment, ...(goal ? { goal: goal.text } : {}) },
    },
    jobs: await requiredEvidenceJobs(tx, loaded, wanted.gate),
  };
}

/** Somebody asks for a gate of a version. */
export async function openRequest(
  ctx: Context,
  input: OpenRequest,
): Promise<{ requestId: string; receipt: Receipt }> {
  const { attempt } = await attemptOn(ctx, `request-${input.gate}`, input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input);
      const environmentId = input.gate === 'goLive' ? await environmentIdOf(tx, input.environment) : null;
      const opened = await openRequestIn(tx, ctx, loaded, {
        gate: input.gate,
        environmentId,
        comment: input.comment,
        dueAt: input.dueAt,
        uses: input.uses,
        goal: input.goal,
        until: input.until,
      });
      return {
        result: opened.requestId,
        events: await moveVersion(tx, loaded, null, [opened.event]),
        jobs: opened.jobs,
      };
    },
    { attempt },
  );
  return { requestId: result, receipt };
}
