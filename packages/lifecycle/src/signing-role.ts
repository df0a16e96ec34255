import { gateProgress } from './gate-progress.ts';
import { isPlaceRole } from './place.ts';
import type { Actor, VersionState } from './state.ts';
import type { Role } from './vocabulary.ts';

/** The role that somebody best signs under: one whose place is still empty, else any place's role held; or null. */
export function signingRoleOf(state: VersionState, requestId: string, actor: Actor): Role | null {
  const request = state.requests.find(({ id }) => id === requestId);
  if (request === undefined) return null;
  const policy = request.policy.gates[request.gate];
  const held = policy.signOffs
    .map(({ role }) => role)
    .filter((role) => actor.roles.includes(role) && isPlaceRole(policy, role));
  const wanted = gateProgress(state, requestId).missing.map(({ role }) => role);
  return held.find((role) => wanted.includes(role)) ?? held[0] ?? null;
}
