import { type Receipt, Refusal, type WithdrawSwitch } from '@countersign/contracts';
import { announcers, mayAnnounce } from '@countersign/lifecycle';
import { lifecycleActor } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { attemptAt } from '../lifecycle/refuse-unless-allowed.ts';
import { endAnnounced } from '../notice/end-switch.ts';

/**
 * Takes an announcement back: consumers are asked nothing more, and another one may be made.
 * @throws Refusal NOT_FOUND, FORBIDDEN (recorded), CONFLICT where it is over already
 */
export async function withdrawSwitch(ctx: Context, { switchId, comment }: WithdrawSwitch): Promise<Receipt> {
  const found = await ctx.pool.query<{ to_id: string; model_id: string }>(
    'SELECT to_id, model_id FROM planned_switch WHERE id = $1',
    [switchId],
  );
  const row = found.rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such switch.', { switchId });
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const actor = await lifecycleActor(tx, ctx.actor, row.model_id);
      if (!mayAnnounce(actor))
        throw new Refusal('FORBIDDEN', `This takes the role ${announcers.join(', ')} on the model.`, {
          roles: announcers,
        });
      const ended = await endAnnounced(tx, switchId);
      if (!ended) throw new Refusal('CONFLICT', 'The switch is over already.');
      return { result: undefined, events: [{ ...ended, records: { comment } }] };
    },
    {
      attempt: attemptAt('withdraw-switch', { versionId: row.to_id, modelId: row.model_id }),
    },
  );
  return receipt;
}
