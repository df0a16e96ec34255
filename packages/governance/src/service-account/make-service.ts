import { type MadeService, type MakeService, Refusal } from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';

/** Somebody who can answer for a service account. @throws Refusal NOT_FOUND */
export async function requireResponsible(tx: Tx, personId: string): Promise<void> {
  const person = await tx.query("SELECT FROM person WHERE id = $1 AND active AND kind = 'person' FOR SHARE", [
    personId,
  ]);
  if (!person.rowCount)
    throw new Refusal('NOT_FOUND', 'There is no such person with an open account.', {
      field: 'responsibleId',
    });
}

/**
 * An administrator makes a service account, for which a person answers. It has no password and no address of its own, so
 * nobody signs in as it and no manifest names it; what it does it does by tokens.
 */
export async function makeService(ctx: Context, input: MakeService): Promise<MadeService> {
  const id = uuidv7();
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      await requireResponsible(tx, input.responsibleId);
      await tx.query(
        `INSERT INTO person (id, kind, responsible_id, email, name, created_at) VALUES ($1, 'service', $2, $3, $4, $5)`,
        // RFC 2606 keeps .invalid from ever being somebody's.
        [id, input.responsibleId, `${id}@service.invalid`, input.name, tx.at],
      );
      return {
        result: undefined,
        events: [
          {
            event: 'service.made',
            subject: { kind: 'person', id },
            data: { responsible: input.responsibleId },
            records: { name: input.name },
          },
        ],
      };
    },
    { attempt: { command: 'make-service', subject: { kind: 'installation', id: 'services' } } },
  );
  return { serviceId: id, receipt };
}
