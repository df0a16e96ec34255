import * as z from 'zod/mini';
import { RoleName } from './person.ts';
import { Id, Instant, Line, PersonRef, Reason } from './primitives.ts';

/** Somebody means to sign a request, of themselves or because they were asked to. It bars nobody else from signing. */
export const Claim = z.object({
  person: PersonRef,
  /** Who asked them; null where they claimed it themselves. */
  assignedBy: z.nullable(PersonRef),
  note: z.nullable(z.string()),
  at: Instant,
  /** It ends by itself then, and before that when they sign or the request ends. */
  until: Instant,
});
export type Claim = z.infer<typeof Claim>;

export const ClaimRequest = z.object({ requestId: Id });
export type ClaimRequest = z.infer<typeof ClaimRequest>;
export const AssignRequest = z.object({ requestId: Id, personId: Id, note: z.optional(Line(500)) });
export type AssignRequest = z.infer<typeof AssignRequest>;
/** One's own claim, or, of whoever may assign, somebody else's. */
export const ReleaseClaim = z.object({ requestId: Id, personId: z.optional(Id) });
export type ReleaseClaim = z.infer<typeof ReleaseClaim>;

/** Who means to sign an open request. Empty reasons: this reader may claim it, or assign it. */
export const RequestClaims = z.object({
  claims: z.array(Claim),
  mayClaim: z.array(Reason),
  mayAssign: z.array(Reason),
});
export type RequestClaims = z.infer<typeof RequestClaims>;

/** Somebody who holds a role of the gate, and why they could not sign it now all the same. */
export const ClaimCandidate = z.object({
  person: PersonRef,
  /** Under which they would sign; null where they could not. */
  role: z.nullable(RoleName),
  deputyFor: z.nullable(PersonRef),
  reason: z.nullable(Reason),
});
export type ClaimCandidate = z.infer<typeof ClaimCandidate>;
/** By the beginning of a word of their name; at most fifty. */
export const FindCandidates = z.object({
  requestId: Id,
  q: z.optional(z.string().check(z.maxLength(100))),
});
export type FindCandidates = z.infer<typeof FindCandidates>;
