import { type Reason, Refusal } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';

/** Whoever reads a version for others may record what they found. */
const recorders: readonly Role[] = ['owner', 'reviewer', 'approver', 'compliance'];
/** Closing and accepting are judgements, so an owner of the model is not among those who make them. */
const judges: readonly Role[] = ['reviewer', 'approver', 'compliance'];

const missing = (roles: readonly Role[], wanted: readonly Role[]): Reason[] =>
  roles.some((role) => wanted.includes(role))
    ? []
    : [{ code: 'FORBIDDEN', message: `This takes the role ${wanted.join(' or ')}.` }];

export const whyNotRecord = (roles: readonly Role[]): Reason[] => missing(roles, recorders);

/** Nobody judges a finding that they own, nor one on a version that they made. */
export function whyNotAnswer(
  person: { readonly personId: string; readonly roles: readonly Role[] },
  finding: { readonly ownerId: string; readonly authors: readonly string[] },
): Reason[] {
  const role = missing(person.roles, judges);
  if (role.length > 0) return role;
  if (finding.ownerId === person.personId)
    return [
      { code: 'FORBIDDEN', message: 'Whoever owns a finding does not judge it: somebody else closes it.' },
    ];
  if (finding.authors.includes(person.personId))
    return [{ code: 'AUTHOR', message: 'Nobody judges a finding on a version that they made.' }];
  return [];
}

/** @throws Refusal with the first reason */
export function refuseFor(reasons: readonly Reason[]): void {
  const [first] = reasons;
  if (first) throw new Refusal(first.code as 'FORBIDDEN' | 'AUTHOR', first.message);
}
