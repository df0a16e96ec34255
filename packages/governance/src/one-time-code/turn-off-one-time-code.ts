import { type FreshProof, type Receipt, Refusal } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { requireFresh } from '../person/require-fresh.ts';

/** Turns codes off: one's own after showing who one is, or, where an app was lost, somebody's by an administrator. */
export async function turnOffOneTimeCode(
  ctx: Context,
  input: FreshProof & { readonly personId?: string | undefined },
): Promise<Receipt> {
  const personId = input.personId ?? ctx.actor.id;
  if (personId === ctx.actor.id) await requireFresh(ctx, input);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      if (ctx.actor.kind === 'person' && ctx.actor.via === 'token')
        throw new Refusal('FORBIDDEN', 'Codes are turned off by a person who is signed in.');
      if (personId !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      const ended = await tx.query(
        'DELETE FROM one_time_code WHERE person_id = $1 AND confirmed_at IS NOT NULL',
        [personId],
      );
      if (!ended.rowCount) throw new Refusal('NOT_FOUND', 'Codes are not asked for.');
      await tx.query('DELETE FROM recovery_code WHERE person_id = $1', [personId]);
      return {
        result: undefined,
        events: [
          {
            event: 'person.one-time-code-turned-off',
            subject: { kind: 'person', id: personId },
            data: {},
          },
        ],
      };
    },
    { attempt: { command: 'turn-off-one-time-code', subject: { kind: 'person', id: personId } } },
  );
  return receipt;
}
