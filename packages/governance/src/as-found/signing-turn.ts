import type { Actor, Reason } from '@countersign/lifecycle';

export interface BatchSigner {
  readonly personId: string;
  readonly role: 'administrator' | 'compliance';
}

/** Under which of the two roles somebody would sign now, or why they may not. */
export function signingTurn(
  actor: Actor,
  earlier: readonly BatchSigner[],
): { readonly role: BatchSigner['role'] } | { readonly reason: Reason } {
  if (actor.via !== 'session') return { reason: { code: 'TOKEN_CANNOT_SIGN' } };
  if (earlier.some(({ personId }) => personId === actor.personId))
    return { reason: { code: 'ALREADY_SIGNED' } };
  const missing = (['administrator', 'compliance'] as const).filter(
    (role) => !earlier.some((signer) => signer.role === role),
  );
  const role = missing.find((one) => actor.roles.includes(one));
  return role ? { role } : { reason: { code: 'FORBIDDEN', detail: { roles: missing } } };
}
