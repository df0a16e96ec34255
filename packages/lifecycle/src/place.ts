import type { GatePolicy } from './policy.ts';
import type { Role } from './vocabulary.ts';

/** Only these roles can ever sign at a gate, whatever a policy says. */
export const signingRoles: readonly Role[] = ['reviewer', 'approver', 'operator', 'compliance'];

/** Seats are asked for again and again while a version is judged, and a policy never changes. */
const seats = new WeakMap<GatePolicy, readonly Role[]>();

/** One seat per unit of quorum, in the policy's order. */
export function placesOf(policy: GatePolicy): readonly Role[] {
  let places = seats.get(policy);
  if (!places) {
    places = policy.signOffs.flatMap(({ role, quorum }) => Array.from({ length: quorum }, () => role));
    seats.set(policy, places);
  }
  return places;
}

export const isPlaceRole = (policy: GatePolicy, role: Role): boolean =>
  signingRoles.includes(role) && policy.signOffs.some((place) => place.role === role && place.quorum > 0);
