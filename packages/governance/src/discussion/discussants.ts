import { type Reason, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';

/** Who takes part in a discussion: everybody who works on a model. Viewers and auditors read it, consumers do not. */
const discussants: readonly Role[] = [
  'administrator',
  'owner',
  'developer',
  'reviewer',
  'approver',
  'operator',
  'compliance',
];

/** Why somebody with these roles may not take part; empty where they may. */
export const whyNotDiscuss = (roles: readonly Role[]): Reason[] =>
  roles.some((role) => discussants.includes(role))
    ? []
    : [{ code: 'FORBIDDEN', message: `This takes the role ${discussants.join(' or ')}.` }];

/** @throws Refusal FORBIDDEN */
export function refuseUnlessDiscussant(roles: readonly Role[]): void {
  const [reason] = whyNotDiscuss(roles);
  if (reason) throw new Refusal('FORBIDDEN', reason.message, { roles: discussants });
}
