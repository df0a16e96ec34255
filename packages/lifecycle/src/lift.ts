import { peopleBehind } from './behind.ts';
import { isAuthor } from './endorsement.ts';
import type { Actor, LiftSignature, VersionState } from './state.ts';
import type { Role } from './vocabulary.ts';

const weighty: readonly Role[] = ['operator', 'reviewer', 'approver'];

/** Roles that may sign a lift at all, the ones that carry weight first. */
export const liftRoles: readonly Role[] = [...weighty, 'developer', 'compliance'];

/** The role under which somebody's lift signature goes furthest, or null. */
export const liftRoleOf = (actor: Actor): Role | null =>
  liftRoles.find((role) => actor.roles.includes(role)) ?? null;

const carriesWeight = (state: VersionState, signature: LiftSignature): boolean =>
  weighty.includes(signature.role) && !peopleBehind(signature).some((person) => isAuthor(state, person));

export interface LiftProgress {
  readonly lifted: boolean;
  /** People who have signed, once each. */
  readonly signedBy: readonly string[];
  /** What the next signature still has to bring. */
  readonly missing: 'nothing' | 'second-person' | 'operator-reviewer-or-approver';
}

/** A lift takes two different people, at least one an operator, reviewer or approver who is no author. */
export function liftProgress(state: VersionState): LiftProgress {
  const signedBy = [...new Set(state.liftSignatures.map(({ personId }) => personId))];
  const hasWeight = state.liftSignatures.some((signature) => carriesWeight(state, signature));
  if (signedBy.length < 2) return { lifted: false, signedBy, missing: 'second-person' };
  if (!hasWeight) return { lifted: false, signedBy, missing: 'operator-reviewer-or-approver' };
  return { lifted: true, signedBy, missing: 'nothing' };
}
