import type { AcceptLink, Receipt } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context, House } from '../context.ts';
import { endSessionsOf } from '../session/end-sessions-of.ts';
import { findLink, linkInvalid } from './open-link.ts';
import { hashPassword } from './password.ts';
import { refuseWeakPassword } from './weak-password.ts';

/**
 * Uses a link up: the person's password is the one that they chose, a lock is lifted, and every session ends. Signing in
 * comes after, with all that signing in asks for. @throws Refusal LINK_INVALID, BAD_INPUT for a weak password
 */
export async function acceptLink(house: House, { secret, password }: AcceptLink): Promise<Receipt> {
  const link = await findLink(house, secret);
  refuseWeakPassword(password, link);
  const passwordHash = await hashPassword(password);
  const ctx: Context = {
    ...house,
    actor: {
      kind: 'person',
      id: link.person_id,
      name: link.name,
      email: link.email,
      via: 'session',
      sessionId: null,
      scopes: [],
    },
  };
  const { receipt } = await change(ctx, async (tx) => {
    // Of two who use it at once the second waits for the row and finds it used.
    const used = await tx.query(
      'UPDATE account_link SET used_at = $2 WHERE id = $1 AND used_at IS NULL AND voided_at IS NULL AND expires_at > $2',
      [link.id, tx.at],
    );
    const chosen = await tx.query(
      `UPDATE person SET password_hash = $2, failed_sign_ins = 0, locked_until = NULL
       WHERE id = $1 AND active AND kind = 'person'`,
      [link.person_id, passwordHash],
    );
    if (!used.rowCount || !chosen.rowCount) throw linkInvalid();
    const ended = await endSessionsOf(tx, link.person_id);
    return {
      result: undefined,
      events: [
        {
          event: 'person.link-used',
          subject: { kind: 'person', id: link.person_id },
          data: { link: link.id, kind: link.kind },
        },
        ...ended,
      ],
    };
  });
  return receipt;
}
