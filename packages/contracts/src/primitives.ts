import * as z from 'zod/mini';

/** RFC 3339 UTC with milliseconds. */
export const Instant = z.string();
/** In lower case, as the database writes it: ids are compared as texts. */
export const Id = z.uuid().check(z.toLowerCase());
/** Lower-case hex SHA-256. */
export const Digest = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Immutable key of a model: URLs, REST. */
export const ModelKey = z.string().check(z.regex(/^[a-z0-9-]{2,64}$/));
/** Label of a version, unique in its model: URLs, CLI. Semantic-version-like words, no slashes or control characters. */
export const VersionLabel = z.string().check(z.regex(/^[A-Za-z0-9][A-Za-z0-9._+-]{0,63}$/));
/** A name or a sentence on one line, not blank: without control characters or marks that turn the reading direction. */
export const Line = (longest: number) =>
  z
    .string()
    .check(
      z.trim(),
      z.minLength(1),
      z.maxLength(longest),
      z.regex(/^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]*$/u, 'one line without control characters'),
    );
/** A text of one's own that has to say something. */
export const Prose = (longest: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(longest));
export const Comment = z.string().check(z.maxLength(10_000));
export const Email = z.string().check(z.maxLength(254), z.regex(/^[^\s@<>"]+@[^\s@<>"]+$/));

export const Page = z.object({
  limit: z.optional(z.int().check(z.minimum(1), z.maximum(200))),
  after: z.optional(z.string().check(z.maxLength(400))),
});
export type Page = z.infer<typeof Page>;
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ items: z.array(item), next: z.nullable(z.string()) });
export interface PageOf<T> {
  items: T[];
  next: string | null;
}

/** Totals are bounded counts: `more` says that there are at least `count`. */
export const BoundedCount = z.object({ count: z.int(), more: z.boolean() });
export type BoundedCount = z.infer<typeof BoundedCount>;

export const PersonRef = z.object({ id: Id, name: z.string() });
export type PersonRef = z.infer<typeof PersonRef>;
export const ModelRef = z.object({ id: Id, key: z.string(), name: z.string() });
export const VersionRef = z.object({ id: Id, model: ModelRef, label: z.string() });
export type VersionRef = z.infer<typeof VersionRef>;

export const Reason = z.object({
  code: z.string(),
  message: z.string(),
  detail: z.optional(z.record(z.string(), z.unknown())),
});
export type Reason = z.infer<typeof Reason>;
/** What a command left behind: the number is null while the entry is committed and not yet numbered. */
export const Receipt = z.object({
  entryIds: z.array(z.string()),
  number: z.nullable(z.int()),
  at: Instant,
  /** A signed checkpoint that covers the first entry (C2SP tlog-checkpoint); null while it is pending. */
  checkpoint: z.nullable(z.string()),
  /** Hashes from the first entry's leaf to the checkpoint's root (RFC 6962, section 2.1.1), in base64. */
  proof: z.nullable(z.array(z.string())),
  /** Address of the proof in the public API, now or once it is no longer pending. */
  proofAt: z.string(),
});
export type Receipt = z.infer<typeof Receipt>;
