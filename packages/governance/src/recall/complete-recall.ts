import { type CompleteRecall, type Marked, Refusal } from '@countersign/contracts';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { raiseNotices } from '../notice/raise-notices.ts';
import { findRecall, type RecallStored, versionsOfRecall } from './find-recall.ts';
import { followUp } from './follow-up.ts';
import { noneBefore, raiseBefore } from './raise-before.ts';
import { isTold } from './raise-recall.ts';
import { checkFacts, type RecallFacts, toldData, toldRecords } from './recall-facts.ts';
import { whyNotTell } from './recall-roles.ts';

/**
 * Tells the rest of a recall, or corrects what was told: what is named replaces what stood. Scope only widens: the earlier
 * versions are marked in the same transaction. Every time is an entry, and consumers read it as it is then, and are told again.
 * @throws Refusal NOT_FOUND, FORBIDDEN (recorded), CONFLICT for a recall that is over, BAD_INPUT
 */
export async function completeRecall(ctx: Context, input: CompleteRecall): Promise<Omit<Marked, 'standing'>> {
  const { recallId: asked, severity, ...told } = input;
  const { version_id: versionId, model_id: modelId, id } = await findRecall(ctx.pool, asked);
  const attempt = attemptAt('complete-recall', { versionId, modelId });
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      await tx.query('SELECT FROM model WHERE id = $1 FOR UPDATE', [modelId]);
      const recall = await findRecall(tx, id);
      const refused = whyNotTell(await lifecycleActor(tx, ctx.actor, modelId));
      if (refused) throw refused;
      refuseOver(recall);
      const facts = await checkFacts(tx, { versionId, modelId, number: recall.number }, scoped(recall, told));
      refuseNothing(severity, facts);
      const before = await widen(tx, ctx, { ...recall, severity: severity ?? recall.severity }, facts);
      await tell(tx, ctx, recall, severity, facts);
      const jobs = await followUp(tx, id, {
        probes: recall.standing === 'blocked' && before.labels.length > 0,
        counts:
          facts.affectedInputs !== null || (recall.affected_inputs !== null && before.labels.length > 0),
      });
      const { replacement, ...data } = toldData(facts);
      const completed: LedgerEventInput = {
        event: 'recall.completed',
        subject: { kind: 'recall', id },
        modelId,
        versionId,
        data: { recall: id, ...data, ...(severity && { severity }), ...(replacement && { replacement }) },
        records: toldRecords(facts),
      };
      const versions = await versionsOfRecall(tx, id);
      const notices = await raiseNotices(tx, ctx, {
        kind: 'recall',
        recallId: id,
        modelId,
        versionId,
        versionIds: versions.map((one) => one.version_id),
        dueAt: facts.deadline ?? recall.deadline,
        severity: severity ?? recall.severity,
        replaces: before.replaced,
        tellsMore: true,
      });
      return {
        result: { recallId: id, others: before.labels },
        events: [completed, ...before.events, ...notices],
        jobs,
      };
    },
    { attempt },
  );
  return { ...result, receipt };
}

/** A scope that was told stays: the fixed version is held against it. */
const scoped = <Told extends Pick<CompleteRecall, 'scope'>>({ scope }: RecallStored, told: Told): Told =>
  scope === 'this-and-before' ? { ...told, scope } : told;

function refuseOver({ closed_at, lifted_at }: RecallStored): void {
  if (closed_at) throw new Refusal('CONFLICT', 'The recall is closed.', { state: 'closed' });
  if (lifted_at)
    throw new Refusal('CONFLICT', 'The mark is lifted: there is nothing to add.', { state: 'lifted' });
}

function refuseNothing(severity: string | undefined, facts: RecallFacts): void {
  if (severity === undefined && Object.values(facts).every((fact) => fact === null))
    throw new Refusal('BAD_INPUT', 'Nothing is told of the recall.', { field: 'scope' });
}

async function widen(tx: Tx, ctx: Context, recall: RecallStored, facts: RecallFacts) {
  if (facts.scope !== 'this-and-before' || recall.scope === 'this-and-before') return noneBefore;
  const { id, standing, severity, reason, model_id: modelId, number } = recall;
  const merged: RecallFacts = {
    scope: facts.scope,
    affected: facts.affected ?? recall.affected,
    affectedInputs: facts.affectedInputs ?? recall.affected_inputs,
    replacement:
      facts.replacement ??
      (recall.replacement_id === null ? null : { id: recall.replacement_id, label: recall.replacement! }),
    fallback: facts.fallback ?? recall.fallback,
    deadline: facts.deadline ?? recall.deadline,
  };
  await checkFacts(
    tx,
    { versionId: recall.version_id, modelId, number },
    {
      scope: facts.scope,
      ...(merged.replacement && { replacement: merged.replacement.label }),
    },
  );
  return raiseBefore(
    tx,
    { modelId, number },
    { id, standing, severity, reason, personId: ctx.actor.id, facts: merged },
  );
}

/** The root and those raised with it tell the same. */
async function tell(
  tx: Tx,
  ctx: Context,
  recall: RecallStored,
  severity: string | undefined,
  facts: RecallFacts,
): Promise<void> {
  const isComplete = isTold({
    replacement: facts.replacement ?? recall.replacement_id,
    fallback: facts.fallback ?? recall.fallback,
    deadline: facts.deadline ?? recall.deadline,
  });
  await tx.query(
    `UPDATE recall SET scope = coalesce($2, scope), severity = coalesce($3, severity), affected = coalesce($4, affected),
       affected_inputs = coalesce($5::jsonb, affected_inputs), replacement_id = coalesce($6, replacement_id), fallback = coalesce($7, fallback),
       deadline = coalesce($8, deadline), completed_at = CASE WHEN $9 THEN coalesce(completed_at, $10) END,
       completed_by = CASE WHEN $9 THEN coalesce(completed_by, $11::uuid) END
     WHERE id = $1 OR raised_with = $1`,
    [
      recall.id,
      facts.scope,
      severity ?? null,
      facts.affected,
      facts.affectedInputs && JSON.stringify(facts.affectedInputs),
      facts.replacement?.id ?? null,
      facts.fallback,
      facts.deadline,
      isComplete,
      tx.at,
      ctx.actor.id,
    ],
  );
}
