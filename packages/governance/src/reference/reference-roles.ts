import type { Reason } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';

/** Whoever brings a version forward, or takes it into service, names what it is called elsewhere. */
export const referrers: readonly Role[] = ['developer', 'owner', 'operator'];

export const whyNotRefer = (roles: readonly Role[]): Reason[] =>
  roles.some((role) => referrers.includes(role))
    ? []
    : [{ code: 'FORBIDDEN', message: `This takes the role ${referrers.join(' or ')}.` }];
