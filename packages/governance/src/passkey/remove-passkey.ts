import { type Receipt, Refusal, type RemovePasskey } from '@countersign/contracts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

/** Ends a passkey: one's own, or anybody's by an administrator. What was signed with it stays verifiable. */
export async function removePasskey(ctx: Context, input: RemovePasskey): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      const found = await tx.query<{ person_id: string }>(
        'SELECT person_id FROM passkey WHERE id = $1 AND removed_at IS NULL FOR UPDATE',
        [input.id],
      );
      const personId = found.rows[0]?.person_id;
      if (!personId) throw new Refusal('NOT_FOUND', 'There is no such passkey.');
      if (ctx.actor.kind === 'person' && ctx.actor.via === 'token')
        throw new Refusal('FORBIDDEN', 'Passkeys are removed by a person who is signed in.');
      if (personId !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      await tx.query('UPDATE passkey SET removed_at = $2 WHERE id = $1', [input.id, tx.at]);
      return {
        result: undefined,
        events: [
          {
            event: 'person.passkey-removed',
            subject: { kind: 'person', id: personId },
            data: { passkey: input.id },
          },
        ],
      };
    },
    { attempt: { command: 'remove-passkey', subject: { kind: 'installation', id: 'passkeys' } } },
  );
  return receipt;
}
