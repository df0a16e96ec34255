import * as z from 'zod/mini';
import { Digest, Id, Instant } from './primitives.ts';

/**
 * That a record of a prediction or a replay is in a batch that an entry sealed. Whoever holds it hashes `record` (RFC 6962
 * leaf), follows `proof` to `root`, and finds `root` and `size` in the entry's bytes.
 */
export const SealedProof = z.object({
  kind: z.enum(['prediction', 'replay']),
  id: Id,
  /** `altered`: the rows give other bytes than those that were sealed. */
  state: z.enum(['pending', 'sealed', 'altered']),
  /** Canonical JSON (RFC 8785), as the rows give it now. */
  record: z.string(),
  seal: z.nullable(
    z.object({
      batch: Id,
      index: z.int(),
      size: z.int(),
      /** Hashes from the leaf's sibling to the root's child, in base64. */
      proof: z.array(z.string()),
      root: Digest,
      at: Instant,
      /** Its number is null for a moment after it was committed. */
      entry: z.object({ id: z.string(), number: z.nullable(z.int()), body: z.string() }),
    }),
  ),
});
export type SealedProof = z.infer<typeof SealedProof>;
