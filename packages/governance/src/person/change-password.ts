import { type ChangePassword, type Receipt, Refusal } from '@countersign/contracts';
import { change } from '../change.ts';
import type { Context } from '../context.ts';
import { endSessionsOf } from '../session/end-sessions-of.ts';
import { voidLinks } from './offer-link.ts';
import { hashPassword } from './password.ts';
import { verifyOwnPassword } from './sign-in.ts';
import { refuseWeakPassword } from './weak-password.ts';

/**
 * One's own password, with the current one; every other session ends, and so does a link that was on its way.
 * @throws Refusal WRONG_CREDENTIALS, LOCKED_OUT, BAD_INPUT for a weak password
 */
export async function changePassword(ctx: Context, input: ChangePassword): Promise<Receipt> {
  const { actor } = ctx;
  if (actor.kind !== 'person' || actor.via !== 'session')
    throw new Refusal('FORBIDDEN', 'A password is changed by its person, signed in.');
  await verifyOwnPassword(ctx, { personId: actor.id, password: input.current });
  if (input.password === input.current)
    throw new Refusal('BAD_INPUT', 'This is the password that you have.', { field: 'password' });
  refuseWeakPassword(input.password, actor);
  const passwordHash = await hashPassword(input.password);
  const { receipt } = await change(ctx, async (tx) => {
    const changed = await tx.query('UPDATE person SET password_hash = $2 WHERE id = $1 AND active', [
      actor.id,
      passwordHash,
    ]);
    if (!changed.rowCount) throw new Refusal('UNAUTHENTICATED', 'The account is closed.');
    await voidLinks(tx, actor.id);
    const ended = await endSessionsOf(tx, actor.id, actor.sessionId);
    return {
      result: undefined,
      events: [
        { event: 'person.password-changed', subject: { kind: 'person', id: actor.id }, data: {} },
        ...ended,
      ],
    };
  });
  return receipt;
}
