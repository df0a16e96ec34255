import { type OfferedLink, type OnePerson, Refusal } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { endSessionsOf } from '../session/end-sessions-of.ts';
import { offerLink } from './offer-link.ts';

/**
 * A link with which somebody chooses a new password; to somebody who never chose one, their invitation anew. It ends the
 * person's sessions at once, since whoever asks may have lost a device. The old password works until the link is used, so
 * that nobody is shut out by a link that never arrives.
 */
export async function offerReset(ctx: Context, { personId }: OnePerson): Promise<OfferedLink> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      if (personId === ctx.actor.id)
        throw new Refusal(
          'FORBIDDEN',
          'Your own password is changed in your settings, with the one you have.',
        );
      const found = await tx.query<{ active: boolean; is_new: boolean }>(
        `SELECT active, password_hash IS NULL AS is_new FROM person WHERE id = $1 AND kind = 'person' FOR UPDATE`,
        [personId],
      );
      const person = found.rows[0];
      if (!person) throw new Refusal('NOT_FOUND', 'There is no such person.');
      if (!person.active) throw new Refusal('CONFLICT', 'The account is closed: open it again first.');
      const link = await offerLink(tx, ctx, personId, person.is_new ? 'invitation' : 'reset');
      const ended = await endSessionsOf(tx, personId);
      return { result: link, events: [link.event, ...ended] };
    },
    { attempt: { command: 'offer-reset', subject: { kind: 'person', id: personId } } },
  );
  return { personId, url: result.url, expiresAt: result.expiresAt.toISOString(), receipt };
}
