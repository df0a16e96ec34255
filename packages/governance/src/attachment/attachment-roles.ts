import type { Reason } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';

/** Whoever works on a version or judges it keeps the papers of it. */
export const attachers: readonly Role[] = ['owner', 'developer', 'reviewer', 'approver', 'compliance'];

export const whyNotAttach = (roles: readonly Role[]): Reason[] =>
  roles.some((role) => attachers.includes(role))
    ? []
    : [{ code: 'FORBIDDEN', message: `This takes the role ${attachers.join(' or ')}.` }];
