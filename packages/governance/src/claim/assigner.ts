import type { Role } from '@countersign/lifecycle';

export const assignerRoles: readonly Role[] = ['administrator', 'owner', 'approver'];

/** Whether somebody with these roles on a model may ask others to sign its requests. */
export const isAssigner = (roles: readonly Role[]): boolean =>
  roles.some((role) => assignerRoles.includes(role));
