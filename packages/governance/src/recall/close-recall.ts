import { type CloseRecall, type Receipt, Refusal } from '@countersign/contracts';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { endNotices } from '../notice/end-notices.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { closingConditions, noticesOf, rescoredOf } from './closing-conditions.ts';
import { findRecall, versionsOfRecall } from './find-recall.ts';
import { isTold } from './raise-recall.ts';
import { answersSince, authorsOf } from './read-board.ts';
import { readPlaces, showPlace } from './recall-places.ts';
import { whyNotClose } from './recall-roles.ts';

/**
 * The end of following a recall; its versions stay marked until that is lifted. By a reviewer, approver, operator or compliance
 * officer who made none of them. Conditions that do not hold take a reason, and the entry says which they were.
 * @throws Refusal NOT_FOUND, FORBIDDEN or AUTHOR (recorded), CONFLICT where it is closed, COMMENT_MISSING
 */
export async function closeRecall(ctx: Context, input: CloseRecall): Promise<Receipt> {
  refuseBrokenJson(input, '');
  const { id, model_id: modelId, version_id: versionId } = await findRecall(ctx.pool, input.recallId);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await tx.query('SELECT FROM model WHERE id = $1 FOR UPDATE', [modelId]);
      const recall = await findRecall(tx, id);
      const versions = (await versionsOfRecall(tx, id)).map(({ version_id }) => version_id);
      const refused = whyNotClose(
        await lifecycleActor(tx, ctx.actor, modelId),
        await authorsOf(tx, versions),
      );
      if (refused) throw refused;
      if (recall.closed_at)
        throw new Refusal('CONFLICT', 'The recall is closed already.', { state: 'closed' });
      const blocked = recall.standing === 'blocked';
      const unmet = closingConditions({
        blocked,
        told: isTold({ ...recall, replacement: recall.replacement_id }),
        since: await answersSince(tx, id),
        notices: await noticesOf(tx, id),
        rescored: await rescoredOf(tx, recall),
        places: blocked ? (await readPlaces(tx, recall, tx.at)).map(showPlace) : [],
      }).filter(({ met }) => !met);
      if (unmet.length > 0 && input.reason === undefined)
        throw new Refusal('COMMENT_MISSING', 'Not every condition holds: closing takes a reason.', {
          unmet: unmet.map(({ key }) => key),
        });
      await tx.query(
        'UPDATE recall SET closed_at = $2, closed_by = $3, closed_reason = $4, closed_unmet = $5 WHERE id = $1',
        [
          id,
          tx.at,
          ctx.actor.id,
          input.reason ?? null,
          unmet.map(({ wants, stands }) => `${wants}: ${stands}`),
        ],
      );
      return {
        result: undefined,
        events: [
          {
            event: 'recall.closed',
            subject: { kind: 'recall', id },
            modelId,
            versionId,
            data: { recall: id, unmet: unmet.map(({ key }) => key) },
            ...(input.reason && { records: { reason: input.reason } }),
          },
          ...(await endNotices(tx, [id], 'closed')),
        ],
      };
    },
    { attempt: attemptAt('close-recall', { versionId, modelId }) },
  );
  return receipt;
}
