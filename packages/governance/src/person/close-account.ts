import { type OnePerson, type Receipt, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { endHolds } from '../lifecycle/end-holds.ts';
import { keepAnAdministrator } from '../role/keep-an-administrator.ts';
import { revokeRolesOf } from '../role/revoke-roles-of.ts';
import { voidLinks } from './offer-link.ts';
import { stopServices } from './stop-services.ts';

/**
 * Closes an account: nothing is done in its name from this commit on. Roles, sessions, tokens, links and the password end
 * with it, so that opening it again brings nothing back by itself; service accounts that the person answered for stop until
 * somebody takes them over. What was signed stays signed.
 */
export async function closeAccount(ctx: Context, { personId }: OnePerson): Promise<Receipt> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      await keepAnAdministrator(tx, personId);
      if (personId === ctx.actor.id) throw new Refusal('FORBIDDEN', 'Nobody closes their own account.');
      const closed = await tx.query(
        'UPDATE person SET active = false, password_hash = NULL WHERE id = $1 AND active',
        [personId],
      );
      if (!closed.rowCount) throw new Refusal('NOT_FOUND', 'There is no such open account.');
      const revoked = await revokeRolesOf(tx, ctx, personId);
      const sessions = await tx.query('DELETE FROM session WHERE person_id = $1', [personId]);
      const tokens = await tx.query(
        'UPDATE api_token SET revoked_at = $2 WHERE person_id = $1 AND revoked_at IS NULL',
        [personId, tx.at],
      );
      await voidLinks(tx, personId);
      const stopped = await stopServices(tx, personId);
      return {
        result: revoked.roles,
        events: [
          {
            event: 'person.deactivated',
            subject: { kind: 'person', id: personId },
            data: {
              sessions: sessions.rowCount,
              tokens: tokens.rowCount,
              deputies: revoked.deputies.map((one) => ({ ...one })),
            },
          },
          ...revoked.events,
          ...stopped,
        ],
      };
    },
    { attempt: { command: 'close-account', subject: { kind: 'person', id: personId } } },
  );
  for (const role of new Set<Role>(result)) await endHolds(ctx, { personId, role });
  return receipt;
}
