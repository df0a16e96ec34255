import { type Actor, absentFor, peopleBehind, type Reason } from '@countersign/lifecycle';

export interface BatchSigner {
  readonly personId: string;
  readonly role: 'administrator' | 'compliance';
  /** The person who is away and whose role it was. */
  readonly deputyFor: string | null;
}

/** Under which of the two roles somebody would sign now, or why they may not. */
export function signingTurn(
  actor: Actor,
  earlier: readonly BatchSigner[],
): { readonly role: BatchSigner['role'] } | { readonly reason: Reason } {
  if (actor.via !== 'session') return { reason: { code: 'TOKEN_CANNOT_SIGN' } };
  const signed = earlier.flatMap(peopleBehind);
  if (signed.includes(actor.personId)) return { reason: { code: 'ALREADY_SIGNED' } };
  const missing = (['administrator', 'compliance'] as const).filter(
    (role) => !earlier.some((signer) => signer.role === role),
  );
  const role = missing.find((one) => actor.roles.includes(one));
  if (!role) return { reason: { code: 'FORBIDDEN', detail: { roles: missing } } };
  // Two people stand behind the two signatures, whoever signs for whom.
  const absent = absentFor(actor, role);
  return absent && signed.includes(absent) ? { reason: { code: 'NOT_DISTINCT' } } : { role };
}
