import type { Marked, MarkVersion } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { raiseNotices } from '../notice/raise-notices.ts';
import { followUp } from './follow-up.ts';
import { noneBefore, raiseBefore } from './raise-before.ts';
import { raiseRecall } from './raise-recall.ts';
import { checkFacts } from './recall-facts.ts';

/**
 * Marks a version advisory or "do not use", at any stage, and with `this-and-before` every earlier one that is not marked as
 * badly. Blocked suspends their deployments before this returns; the recall stands from the start, whatever is told of it
 * later, and so does a notice for each consumer. Waits for nobody's signature, not for the sequencer, and not for anybody to be told.
 * @throws Refusal NOT_FOUND, FORBIDDEN, STANDING_ALREADY, BAD_INPUT
 */
export async function markVersion(ctx: Context, input: MarkVersion): Promise<Marked> {
  const { model, version, standing, severity, reason, ...told } = input;
  const { attempt } = await attemptOn(ctx, `mark-${standing}`, input);
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { model, version }, 'model');
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'mark', standing });
      const { row } = loaded;
      const recalled = { versionId: row.id, modelId: row.model_id, number: row.number };
      const facts = await checkFacts(tx, recalled, told);
      const root = { id: uuidv7(), standing, severity, reason, personId: ctx.actor.id, facts };
      const raised = await raiseRecall(tx, loaded, { ...root, raisedWith: null });
      const before = facts.scope === 'this-and-before' ? await raiseBefore(tx, recalled, root) : noneBefore;
      const jobs = await followUp(tx, root.id, {
        probes: standing === 'blocked',
        counts: facts.affectedInputs !== null,
      });
      const notices = await raiseNotices(tx, ctx, {
        kind: 'recall',
        recallId: root.id,
        modelId: row.model_id,
        versionId: row.id,
        versionIds: [row.id, ...before.versionIds],
        dueAt: facts.deadline,
        severity,
        replaces: [...raised.replaced, ...before.replaced],
      });
      return {
        result: { recallId: root.id, standing, others: before.labels },
        events: [...raised.events, ...before.events, ...notices],
        jobs,
      };
    },
    { attempt, waitMs: 0 },
  );
  return { ...result, receipt };
}
