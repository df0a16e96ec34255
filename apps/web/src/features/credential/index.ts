export { CodeSection } from './code-section.tsx';
export { FreshFields } from './fresh-fields.tsx';
export { grantOf } from './grant-of.ts';
export { PasskeySection } from './passkey-section.tsx';
export { ProofFields } from './proof-fields.tsx';
export { type Proof, useProof } from './use-proof.ts';
