import * as z from 'zod/mini';
import { Digest, Id, Instant } from './primitives.ts';

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
export const EntryDetail = z.object({
  row: EntryRow,
  body: z.string(),
  leafDigest: Digest,
  /** Numbers of the neighbours in the ledger; null at its ends, and while the entry is not numbered yet. */
  previous: z.nullable(z.int()),
  next: z.nullable(z.int()),
  records: z.array(z.object({ name: z.string(), digest: Digest, text: z.nullable(z.string()) })),
});
export type EntryDetail = z.infer<typeof EntryDetail>;
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
