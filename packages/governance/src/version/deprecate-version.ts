import { type DeprecateVersion, type Receipt, Refusal } from '@countersign/contracts';
import { afterDeprecate } from '@countersign/lifecycle';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { moveVersion, writeConsequences } from '../lifecycle/move-version.ts';
import { attemptOn, refuseUnlessAllowed } from '../lifecycle/refuse-unless-allowed.ts';
import { endSwitchesTo } from '../notice/end-switch.ts';
import { raiseNotices } from '../notice/raise-notices.ts';
import { parseInstant } from '../parse-instant.ts';
import { voidPermits } from '../permit/void-permits.ts';

/**
 * The end of a version, with a reason, perhaps a successor and a sunset date. Ends every deployment with it and every permit to
 * start one, and tells its consumers.
 */
export async function deprecateVersion(ctx: Context, input: DeprecateVersion): Promise<Receipt> {
  const { attempt } = await attemptOn(ctx, 'deprecate', input);
  const sunsetAt =
    input.sunsetAt === undefined ? null : parseInstant(input.sunsetAt, 'sunsetAt').toISOString();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const loaded = await loadVersion(tx, input, 'model');
      await refuseUnlessAllowed(tx, ctx, loaded, { type: 'deprecate', reason: input.reason });
      if (input.successor !== undefined) {
        const found = await tx.query('SELECT FROM version WHERE model_id = $1 AND label = $2 AND id <> $3', [
          loaded.row.model_id,
          input.successor,
          loaded.row.id,
        ]);
        if (!found.rowCount)
          throw new Refusal('BAD_INPUT', `The model has no version ${input.successor} to succeed it.`, {
            field: 'successor',
          });
      }
      const after = afterDeprecate(loaded.state);
      const voided = await voidPermits(tx, loaded.row.id, null);
      const consequent = await writeConsequences(tx, loaded, after, 'deprecated');
      const facts = {
        reason: input.reason,
        successor: input.successor ?? null,
        sunsetAt,
      };
      const events = await moveVersion(
        tx,
        loaded,
        after,
        [
          { event: 'version.deprecated', data: facts, records: { comment: input.comment } },
          ...consequent,
          ...voided,
        ],
        { deprecation: { ...facts, comment: input.comment, by: ctx.actor.id, at: tx.at.toISOString() } },
      );
      const notices = await raiseNotices(tx, ctx, {
        kind: 'deprecation',
        recallId: null,
        modelId: loaded.row.model_id,
        versionId: loaded.row.id,
        versionIds: [loaded.row.id],
        dueAt: sunsetAt === null ? null : new Date(sunsetAt),
      });
      const switches = await endSwitchesTo(tx, loaded.row.id);
      return { result: undefined, events: [...events, ...notices, ...switches] };
    },
    { attempt },
  );
  return receipt;
}
