export { CodeSection } from './code-section.tsx';
export { PasskeySection } from './passkey-section.tsx';
export { ProofFields } from './proof-fields.tsx';
export { type Proof, useProof } from './use-proof.ts';
