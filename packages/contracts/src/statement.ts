import * as z from 'zod/mini';

/**
 * DSSE version 1: a payload in Base 64, and signatures by the ledger's key (`/ledger/key`) over `DSSEv1`, the lengths of type
 * and payload, and both. It verifies without the portal.
 */
export const SignedStatement = z.object({
  payloadType: z.string(),
  payload: z.string(),
  signatures: z.array(z.object({ keyid: z.string(), sig: z.string() })),
});
export type SignedStatement = z.infer<typeof SignedStatement>;
