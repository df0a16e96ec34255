import { Refusal } from '@countersign/contracts';
import type { Actor as LifecycleActor, Role } from '@countersign/lifecycle';

/** Who raises a recall may tell the rest of it. */
const tellers: readonly Role[] = ['developer', 'reviewer', 'approver', 'operator', 'compliance'];
/** Closing says that everybody has moved: it takes somebody who weighs, and did not make the version. */
const closers: readonly Role[] = ['reviewer', 'approver', 'operator', 'compliance'];

const holds = ({ roles, via }: LifecycleActor, wanted: readonly Role[]): boolean =>
  (via === 'session' || via === 'token') && roles.some((role) => wanted.includes(role));

const forbidden = (roles: readonly Role[]) =>
  new Refusal('FORBIDDEN', `This takes the role ${roles.join(', ')} on the model.`, { roles });

/** Why somebody may not tell more about a recall; null where they may. */
export const whyNotTell = (actor: LifecycleActor): Refusal | null =>
  holds(actor, tellers) ? null : forbidden(tellers);

/** Why somebody may not close a recall; null where they may. A service account never may. */
export function whyNotClose(actor: LifecycleActor, authors: readonly string[]): Refusal | null {
  if (!holds(actor, closers)) return forbidden(closers);
  return authors.includes(actor.personId)
    ? new Refusal('AUTHOR', 'Nobody closes the recall of a version that they made.')
    : null;
}
