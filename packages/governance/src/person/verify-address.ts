import { type ChangeAddress, type Receipt, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { matchAuthors } from './match-authors.ts';

/** An administrator confirms that an address is the person's, never one of their own. */
export async function verifyAddress(ctx: Context, input: ChangeAddress): Promise<Receipt> {
  const { personId } = input;
  const email = input.email.toLowerCase();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      if (personId === ctx.actor.id)
        throw new Refusal('FORBIDDEN', 'Nobody verifies an address of their own.');
      const verified = await tx.query(
        `UPDATE person_email SET verified_at = $3, verified_by = $4
         WHERE email = $1 AND person_id = $2 AND verified_at IS NULL`,
        [email, personId, tx.at, ctx.actor.id],
      );
      if (!verified.rowCount) throw new Refusal('NOT_FOUND', 'The person has no such unverified address.');
      return {
        result: undefined,
        events: [
          {
            event: 'person.address-verified',
            subject: { kind: 'person', id: personId },
            data: {},
            records: { email },
          },
        ],
        jobs: await matchAuthors(tx, personId, email),
      };
    },
    { attempt: { command: 'verify-address', subject: { kind: 'person', id: personId } } },
  );
  return receipt;
}
