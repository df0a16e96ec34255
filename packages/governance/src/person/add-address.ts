import { type ChangeAddress, type Receipt, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { freeAddress } from './insert-person.ts';
import { matchAuthors } from './match-authors.ts';

const mostAddresses = 20;

/**
 * One more address. One's own is a claim until an administrator verifies it; one that an administrator adds for somebody
 * else is verified by their word, since authors are matched by it.
 */
export async function addAddress(ctx: Context, input: ChangeAddress): Promise<Receipt> {
  const { personId } = input;
  const email = input.email.toLowerCase();
  const isOwn = personId === ctx.actor.id;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      if (!isOwn) await requireRole(tx, ctx.actor, null, ['administrator']);
      const person = await tx.query(
        "SELECT FROM person WHERE id = $1 AND active AND kind = 'person' FOR UPDATE",
        [personId],
      );
      if (!person.rowCount) throw new Refusal('NOT_FOUND', 'There is no such open account.');
      const { rows } = await tx.query<{ email: string; person_id: string }>(
        'SELECT email, person_id FROM person_email WHERE person_id = $1 OR email = $2 FOR UPDATE',
        [personId, email],
      );
      if (rows.length >= mostAddresses)
        throw new Refusal('CONFLICT', `A person has at most ${mostAddresses} addresses.`);
      const taken = rows.find((row) => row.email === email);
      if (taken && (isOwn || taken.person_id === personId))
        throw new Refusal('CONFLICT', 'Somebody has this address already.', { field: 'email' });
      if (!isOwn) await freeAddress(tx, email);
      await tx.query(
        'INSERT INTO person_email (email, person_id, added_at, verified_at, verified_by) VALUES ($1, $2, $3, $4, $5)',
        [email, personId, tx.at, isOwn ? null : tx.at, isOwn ? null : ctx.actor.id],
      );
      return {
        result: undefined,
        events: [
          {
            event: 'person.address-added',
            subject: { kind: 'person', id: personId },
            data: { verified: !isOwn },
            records: { email },
          },
        ],
        jobs: isOwn ? [] : await matchAuthors(tx, personId, email),
      };
    },
    { attempt: { command: 'add-address', subject: { kind: 'person', id: personId } } },
  );
  return receipt;
}
