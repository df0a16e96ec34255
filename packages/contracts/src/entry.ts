import * as z from 'zod/mini';
import { FreshProof } from './passkey.ts';
import { Digest, Id, Instant, Prose, Receipt } from './primitives.ts';

export const EntryRow = z.object({
  id: z.string(),
  number: z.nullable(z.int()),
  event: z.string(),
  at: Instant,
  actor: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  subject: z.object({ kind: z.string(), id: z.string(), name: z.string() }),
  model: z.nullable(z.string()),
  version: z.nullable(z.string()),
  step: z.nullable(z.int()),
  refused: z.boolean(),
  /** One sentence for people. */
  summary: z.string(),
});
export type EntryRow = z.infer<typeof EntryRow>;
/** What an entry changed. Values are short, texts are compared line by line. */
export const EntryChange = z.object({
  values: z.array(
    z.object({ part: z.string(), before: z.nullable(z.string()), after: z.nullable(z.string()) }),
  ),
  texts: z.array(z.object({ part: z.string(), before: z.string(), after: z.string() })),
});
export type EntryChange = z.infer<typeof EntryChange>;
export const EntryDetail = z.object({
  row: EntryRow,
  body: z.string(),
  leafDigest: Digest,
  /** Numbers of the neighbours in the ledger; null at its ends, and while the entry is not numbered yet. */
  previous: z.nullable(z.int()),
  next: z.nullable(z.int()),
  records: z.array(z.object({ name: z.string(), digest: Digest, text: z.nullable(z.string()) })),
  change: EntryChange,
});
export type EntryDetail = z.infer<typeof EntryDetail>;
/** That an entry is in the ledger, in a checkpoint that covers it. */
export const EntryProof = z.object({
  number: z.int(),
  /** Entries that the checkpoint covers. */
  size: z.int(),
  /** C2SP tlog-checkpoint, signed. */
  checkpoint: z.string(),
  /** Hashes from the leaf's sibling to the root's child (RFC 6962, section 2.1.1), in base64. */
  proof: z.array(z.string()),
  /** The same as a file that other tools read (C2SP tlog-proof). */
  file: z.string(),
});
export type EntryProof = z.infer<typeof EntryProof>;
/** A key that signed checkpoints, as a line that verifiers take (C2SP signed-note). */
export const LedgerKeyRow = z.object({
  verifier: z.string(),
  madeAt: Instant,
  /** Null for the key in force. */
  retiredAt: z.nullable(Instant),
  /** Size of the first checkpoint that it signed, which the key before it signed as well; null before that. */
  since: z.nullable(z.int()),
});
export type LedgerKeyRow = z.infer<typeof LedgerKeyRow>;
export const RotateLedgerKey = z.object({ comment: Prose(10_000), proof: FreshProof });
export type RotateLedgerKey = z.infer<typeof RotateLedgerKey>;
export const LedgerKeyRotated = z.object({ verifier: z.string(), receipt: Receipt });
export type LedgerKeyRotated = z.infer<typeof LedgerKeyRotated>;
/** An entry by its id, which it has at once, or by its number, which people cite. */
export const EntryAddress = z.union([
  z.object({ id: z.string().check(z.regex(/^\d{1,18}$/)) }),
  z.object({ number: z.int().check(z.minimum(0)) }),
]);
export type EntryAddress = z.infer<typeof EntryAddress>;
export const EntryFilter = z.object({
  model: z.optional(z.string()),
  version: z.optional(z.string()),
  event: z.optional(z.string()),
  actorId: z.optional(Id),
  /** Words of the name of who acted, or a whole e-mail address. */
  who: z.optional(z.string().check(z.maxLength(200))),
  /** RFC 3339: from this moment on. */
  from: z.optional(Instant),
  /** RFC 3339: before this moment. */
  to: z.optional(Instant),
  refused: z.optional(z.boolean()),
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
  after: z.optional(z.string().check(z.maxLength(400))),
});
export type EntryFilter = z.infer<typeof EntryFilter>;
