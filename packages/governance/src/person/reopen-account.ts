import { type OfferedLink, type OnePerson, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { offerLink } from './offer-link.ts';

/** Opens a closed account again, without a role, with a link to choose a new password. */
export async function reopenAccount(ctx: Context, { personId }: OnePerson): Promise<OfferedLink> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const opened = await tx.query(
        `UPDATE person SET active = true, failed_sign_ins = 0, locked_until = NULL
         WHERE id = $1 AND NOT active AND kind = 'person'`,
        [personId],
      );
      if (!opened.rowCount) throw new Refusal('NOT_FOUND', 'There is no such closed account.');
      const link = await offerLink(tx, ctx, personId, 'invitation');
      return {
        result: link,
        events: [
          { event: 'person.reopened', subject: { kind: 'person', id: personId }, data: {} },
          link.event,
        ],
      };
    },
    { attempt: { command: 'reopen-account', subject: { kind: 'person', id: personId } } },
  );
  return { personId, url: result.url, expiresAt: result.expiresAt.toISOString(), receipt };
}
