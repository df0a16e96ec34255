import * as z from 'zod/mini';
import { RoleName } from './person.ts';
import { Id, Instant, Page, PersonRef, Receipt } from './primitives.ts';

/** One role that somebody holds, or an open account without any: what an access review goes through. */
export const AccessRow = z.object({
  /** Of the role, or of the account where it holds none. */
  id: Id,
  person: PersonRef,
  kind: z.enum(['person', 'service']),
  email: z.nullable(z.string()),
  /** Of a service account: who answers for it. */
  responsible: z.nullable(PersonRef),
  role: z.nullable(RoleName),
  modelKey: z.nullable(z.string()),
  since: z.nullable(Instant),
  until: z.nullable(Instant),
  /** Null: the installation itself. */
  grantedBy: z.nullable(PersonRef),
  deputyFor: z.nullable(PersonRef),
  lastSignInAt: z.nullable(Instant),
  /** The last entry or signature that took this role; reading leaves none. */
  roleLastUsedAt: z.nullable(Instant),
  validTokens: z.int(),
  tokenLastUsedAt: z.nullable(Instant),
});
export type AccessRow = z.infer<typeof AccessRow>;

export const AccessFilter = z.object({
  search: z.optional(z.string().check(z.maxLength(200))),
  role: z.optional(RoleName),
  model: z.optional(z.string().check(z.maxLength(64))),
  /** Roles that nothing was done with for so many days. */
  unusedDays: z.optional(z.int().check(z.minimum(1), z.maximum(3_650))),
});
export type AccessFilter = z.infer<typeof AccessFilter>;
export const AccessPage = z.extend(AccessFilter, Page.shape);
export type AccessPage = z.infer<typeof AccessPage>;

export const RecordAccessReview = z.object({
  filter: AccessFilter,
  comment: z.string().check(z.trim(), z.minLength(1), z.maxLength(10_000)),
});
export type RecordAccessReview = z.infer<typeof RecordAccessReview>;
export const RecordedAccessReview = z.object({ rows: z.int(), digest: z.string(), receipt: Receipt });
export type RecordedAccessReview = z.infer<typeof RecordedAccessReview>;
/** Null: none was recorded yet. */
export const LastAccessReview = z.nullable(
  z.object({ at: Instant, by: PersonRef, rows: z.int(), entryId: z.string(), number: z.nullable(z.int()) }),
);
export type LastAccessReview = z.infer<typeof LastAccessReview>;
