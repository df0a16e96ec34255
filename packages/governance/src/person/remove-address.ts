import { type ChangeAddress, type Receipt, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

/** Takes an address away; who was found to be an author by it stays one. The address to sign in with stays. */
export async function removeAddress(ctx: Context, input: ChangeAddress): Promise<Receipt> {
  const { personId } = input;
  const email = input.email.toLowerCase();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      if (personId !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      const signIn = await tx.query('SELECT FROM person WHERE id = $1 AND email = $2 FOR SHARE', [
        personId,
        email,
      ]);
      if (signIn.rowCount) throw new Refusal('CONFLICT', 'This address is the one to sign in with.');
      const removed = await tx.query('DELETE FROM person_email WHERE email = $1 AND person_id = $2', [
        email,
        personId,
      ]);
      if (!removed.rowCount) throw new Refusal('NOT_FOUND', 'The person has no such address.');
      return {
        result: undefined,
        events: [
          {
            event: 'person.address-removed',
            subject: { kind: 'person', id: personId },
            data: {},
            records: { email },
          },
        ],
      };
    },
    { attempt: { command: 'remove-address', subject: { kind: 'person', id: personId } } },
  );
  return receipt;
}
