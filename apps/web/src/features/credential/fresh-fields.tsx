import { ProofFields } from './proof-fields.tsx';
import type { Proof } from './use-proof.ts';

/** Ways to sign in are changed by somebody who shows who they are; without a password, by having just signed in. */
export function FreshFields({
  proof,
  every = 'change of how you sign in',
}: {
  proof: Proof;
  every?: string;
}) {
  if (proof.me.proofs.password) return <ProofFields proof={proof} every={every} />;
  return (
    <p className="soft text-13">You have no password here: this works within ten minutes of signing in.</p>
  );
}
