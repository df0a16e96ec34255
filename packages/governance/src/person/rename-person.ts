import { type Receipt, Refusal, type RenamePerson } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';

/** One's own name, or anybody's by an administrator. What was signed keeps the name that it was signed under. */
export async function renamePerson(ctx: Context, { personId, name }: RenamePerson): Promise<Receipt> {
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      if (personId !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      const before = await tx.query<{ name: string }>(
        'SELECT name FROM person WHERE id = $1 AND active FOR UPDATE',
        [personId],
      );
      if (!before.rows[0]) throw new Refusal('NOT_FOUND', 'There is no such open account.');
      await tx.query('UPDATE person SET name = $2 WHERE id = $1', [personId, name]);
      return {
        result: undefined,
        events: [
          {
            event: 'person.renamed',
            subject: { kind: 'person', id: personId },
            data: {},
            records: { before: before.rows[0].name, name },
          },
        ],
      };
    },
    { attempt: { command: 'rename-person', subject: { kind: 'person', id: personId } } },
  );
  return receipt;
}
