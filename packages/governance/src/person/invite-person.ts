import type { InvitePerson, OfferedLink } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { insertPerson } from './insert-person.ts';
import { offerLink } from './offer-link.ts';

/** An administrator invites somebody and hands on the link; the person chooses a password with it. */
export async function invitePerson(ctx: Context, input: InvitePerson): Promise<OfferedLink> {
  const { result, receipt } = await change(
    ctx,
    async (tx) => {
      requireSession(ctx.actor);
      await requireRole(tx, ctx.actor, null, ['administrator']);
      const { id, event, jobs } = await insertPerson(tx, ctx, { ...input, passwordHash: null });
      const link = await offerLink(tx, ctx, id, 'invitation');
      return { result: { id, link }, events: [event, link.event], jobs };
    },
    { attempt: { command: 'invite-person', subject: { kind: 'installation', id: 'people' } } },
  );
  const { id, link } = result;
  return { personId: id, url: link.url, expiresAt: link.expiresAt.toISOString(), receipt };
}
