import type { GatePolicy } from './policy.ts';
import type { Role } from './vocabulary.ts';

/** Only these roles can ever sign at a gate, whatever a policy says. */
export const signingRoles: readonly Role[] = ['reviewer', 'approver', 'operator', 'compliance'];

/** One seat per unit of quorum, in the policy's order. */
export const placesOf = (policy: GatePolicy): Role[] =>
  policy.signOffs.flatMap(({ role, quorum }) => Array.from({ length: quorum }, () => role));

export const isPlaceRole = (policy: GatePolicy, role: Role): boolean =>
  signingRoles.includes(role) && policy.signOffs.some((place) => place.role === role && place.quorum > 0);
