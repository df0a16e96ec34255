import { type DeclineSuggestion, type Receipt, Refusal } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { findSuggestions, refuseAnswered } from './find-suggestions.ts';

/** Answers a suggestion with no and a comment, by whoever could apply it. The request for changes stands. */
export async function declineSuggestion(ctx: Context, input: DeclineSuggestion): Promise<Receipt> {
  if (input.comment.trim() === '')
    throw new Refusal('COMMENT_MISSING', 'Say why it is not applied.', { field: 'comment' });
  const [first] = await findSuggestions(ctx.pool, [input.suggestionId]);
  const { version_id: id } = first!;
  const { attempt } = await attemptOn(ctx, 'decline-suggestion', { id });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, { id });
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'amend-presentation' });
      const [suggestion] = await findSuggestions(tx, [input.suggestionId]);
      refuseAnswered([suggestion!]);
      await tx.query(
        `UPDATE suggestion SET state = 'declined', state_by = $2, state_at = $3, comment = $4 WHERE id = $1`,
        [input.suggestionId, ctx.actor.id, tx.at, input.comment],
      );
      const events = await moveVersion(tx, loaded, null, [
        {
          event: 'version.suggestion-declined',
          data: { suggestion: input.suggestionId, by: suggestion!.person_id },
          records: { comment: input.comment },
        },
      ]);
      return { result: undefined, events };
    },
    { attempt },
  );
  return receipt;
}
