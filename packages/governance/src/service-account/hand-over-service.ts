import { type HandOverService, type Receipt, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { requireResponsible } from './make-service.ts';

/**
 * Another person answers for a service account from now on; one that had stopped goes on. An administrator hands over, or
 * the person who answers for it today. Roles that the new person might not grant themselves are kept from an administrator:
 * nobody hands a service with roles over to themselves.
 */
export async function handOverService(ctx: Context, input: HandOverService): Promise<Receipt> {
  const { serviceId, responsibleId } = input;
  const { receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      const found = await tx.query<{ responsible_id: string; active: boolean; is_stopped: boolean }>(
        `SELECT s.responsible_id, s.active, NOT s.active AND NOT r.active AS is_stopped
         FROM person s JOIN person r ON r.id = s.responsible_id WHERE s.id = $1 FOR UPDATE OF s`,
        [serviceId],
      );
      const service = found.rows[0];
      if (service?.responsible_id !== ctx.actor.id) await requireRole(tx, ctx.actor, null, ['administrator']);
      if (!service || !(service.active || service.is_stopped))
        throw new Refusal('NOT_FOUND', 'There is no such open service account.');
      if (responsibleId === ctx.actor.id)
        throw new Refusal(
          'FORBIDDEN',
          'Nobody takes a service account over by themselves: another administrator hands it to you.',
        );
      if (responsibleId === service.responsible_id)
        throw new Refusal('CONFLICT', 'This person answers for it already.');
      await requireResponsible(tx, responsibleId);
      await tx.query('UPDATE person SET responsible_id = $2, active = true WHERE id = $1', [
        serviceId,
        responsibleId,
      ]);
      return {
        result: undefined,
        events: [
          {
            event: 'service.handed-over',
            subject: { kind: 'person', id: serviceId },
            data: {
              responsible: responsibleId,
              before: service.responsible_id,
              resumed: service.is_stopped,
            },
          },
        ],
      };
    },
    { attempt: { command: 'hand-over-service', subject: { kind: 'person', id: serviceId } } },
  );
  return receipt;
}
