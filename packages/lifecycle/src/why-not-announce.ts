import type { Actor, Reason, VersionState } from './state.ts';
import {
  championBefore,
  deploymentIn,
  environmentOf,
  hasEarned,
  isBlocked,
  isDeprecated,
} from './version-facts.ts';
import type { Role } from './vocabulary.ts';
import { rolesInForce } from './why-not/authority.ts';
import { refuseIf } from './why-not/check.ts';
import { stageDetail } from './why-not/stage.ts';

/** Who may tell consumers that another version is to answer them, and take it back. */
export const announcers: readonly Role[] = ['owner', 'operator'];

export const mayAnnounce = (actor: Actor): boolean =>
  rolesInForce(actor).some((role) => announcers.includes(role));

/**
 * Everything that stands against announcing a switch to the version in an environment: it is approved, its go-live may still be
 * under way, and another version serves there in production.
 */
export function whyNotAnnounce(state: VersionState, environmentId: string, actor: Actor): Reason[] {
  const environment = environmentOf(state, environmentId);
  return [
    refuseIf(!mayAnnounce(actor), 'FORBIDDEN', { roles: announcers }),
    refuseIf(isDeprecated(state) || !hasEarned(state, 'approved'), 'STAGE_WRONG', stageDetail(state)),
    refuseIf(isBlocked(state), 'BLOCKED'),
    refuseIf(environment === undefined, 'ENVIRONMENT_UNKNOWN'),
    refuseIf(environment?.production === false, 'WRONG_ENVIRONMENT'),
    refuseIf(deploymentIn(state, environmentId)?.role === 'champion', 'ALREADY_DEPLOYED'),
    refuseIf(championBefore(state, environmentId) === undefined, 'NO_CHAMPION'),
  ].filter((reason) => reason !== null);
}
