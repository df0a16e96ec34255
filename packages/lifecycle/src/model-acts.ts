import { absentFor, peopleBehind } from './behind.ts';
import { isAuthor } from './endorsement.ts';
import type { Actor, Reason, VersionState } from './state.ts';
import type { Role, Tier } from './vocabulary.ts';
import { tiers } from './vocabulary.ts';
import { rolesInForce } from './why-not/authority.ts';
import { refuseIf } from './why-not/check.ts';

const holds = (actor: Actor, roles: readonly Role[]): boolean =>
  rolesInForce(actor).some((role) => roles.includes(role));

const told = (reasons: readonly (Reason | null)[]): Reason[] => reasons.filter((reason) => reason !== null);

const forbidden = (actor: Actor, roles: readonly Role[]): Reason | null =>
  refuseIf(!holds(actor, roles), 'FORBIDDEN', { roles });

const signedByToken = (actor: Actor): Reason | null => refuseIf(actor.via !== 'session', 'TOKEN_CANNOT_SIGN');

/** Who may bring a version to the road; a pipeline's token counts as a developer. */
export const whyNotRegister = (actor: Actor): Reason[] => told([forbidden(actor, ['developer'])]);

/** A compliance officer's word on somebody's independence: not about oneself, not by an author. */
export const whyNotDetermine = (
  state: Pick<VersionState, 'authors'>,
  aboutPersonId: string,
  actor: Actor,
): Reason[] =>
  told([
    signedByToken(actor),
    forbidden(actor, ['compliance']),
    refuseIf(isAuthor(state, actor.personId), 'AUTHOR'),
    refuseIf(aboutPersonId === actor.personId, 'NOT_DISTINCT'),
  ]);

const behindRole = (actor: Actor, role: Role): readonly string[] =>
  peopleBehind({ personId: actor.personId, deputyFor: absentFor(actor, role) });

/** An as-found batch: one administrator, another person as compliance, and a model without versions here. */
export const whyNotImportAsFound = (
  administrator: Actor,
  compliance: Actor,
  versionsHere: number,
): Reason[] =>
  told([
    signedByToken(administrator),
    signedByToken(compliance),
    forbidden(administrator, ['administrator']),
    forbidden(compliance, ['compliance']),
    refuseIf(versionsHere > 0, 'STAGE_WRONG', { versions: versionsHere }),
    refuseIf(
      behindRole(administrator, 'administrator').some((person) =>
        behindRole(compliance, 'compliance').includes(person),
      ),
      'NOT_DISTINCT',
    ),
  ]);

/** Whose role a tier is signed under: lowering takes an approver. */
export const tierSignerOf = (change: {
  readonly from: Tier | null;
  readonly to: Tier;
}): 'approver' | 'reviewer' =>
  change.from !== null && tiers.indexOf(change.to) < tiers.indexOf(change.from) ? 'approver' : 'reviewer';

/** A tier is signed by somebody else than its proposer: a reviewer, or an approver where it falls. */
export function whyNotSignTier(
  change: { readonly proposerId: string; readonly from: Tier | null; readonly to: Tier },
  actor: Actor,
): Reason[] {
  return told([
    signedByToken(actor),
    forbidden(actor, [tierSignerOf(change)]),
    refuseIf(
      peopleBehind({
        personId: actor.personId,
        deputyFor: absentFor(actor, tierSignerOf(change)),
      }).includes(change.proposerId),
      'NOT_DISTINCT',
    ),
  ]);
}
