import * as z from 'zod/mini';
import { Comment, Digest, Id, Instant, ModelKey, Receipt, VersionLabel } from './primitives.ts';
import { SignedStatement } from './statement.ts';

export const IssuePermit = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.string().check(z.maxLength(64)),
  /** SHA-256 of what is about to be started; where it is given it must be the version's. */
  artifact: z.optional(Digest),
});
export type IssuePermit = z.infer<typeof IssuePermit>;

/** `permit` is what a pipeline keeps and verifies; the rest is told in it as well. */
export const PermitIssued = z.object({
  id: Id,
  expiresAt: Instant,
  graceUntil: Instant,
  permit: SignedStatement,
  receipt: Receipt,
});
export type PermitIssued = z.infer<typeof PermitIssued>;

export const PermitTerms = z.object({
  environment: z.string(),
  production: z.boolean(),
  /** How long a permit starts deployments. */
  ttlSeconds: z.int(),
  /** How much longer what was queued before may still be started. */
  graceSeconds: z.int(),
  /** Permits that were issued in the last day. */
  issued: z.int(),
  /** Of those still in their time, the ones that a block made void. */
  revoked: z.int(),
});
export type PermitTerms = z.infer<typeof PermitTerms>;
export const SetPermitTerms = z.object({
  environment: z.string().check(z.maxLength(64)),
  ttlSeconds: z.int().check(z.minimum(60), z.maximum(86_400)),
  graceSeconds: z.int().check(z.minimum(0), z.maximum(86_400)),
  comment: z.optional(Comment),
});
export type SetPermitTerms = z.infer<typeof SetPermitTerms>;
