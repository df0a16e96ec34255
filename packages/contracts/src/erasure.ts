import * as z from 'zod/mini';
import { Digest, Id, Instant, ModelKey, Page, PersonRef, Prose, Receipt } from './primitives.ts';

const Reference = z.string().check(z.minLength(1), z.maxLength(200));

export const holdKinds = ['subject', 'model', 'period'] as const;

/** What must not be erased. Of a subject the keyed hash alone is kept; times bound answers: `from` is in it, `to` is not. */
export const PlaceLegalHold = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('subject'), subject: Reference, reason: Prose(2_000) }),
  z.object({ kind: z.literal('model'), model: ModelKey, reason: Prose(2_000) }),
  z.object({ kind: z.literal('period'), from: Instant, to: Instant, reason: Prose(2_000) }),
]);
export type PlaceLegalHold = z.infer<typeof PlaceLegalHold>;
export const LegalHoldPlaced = z.object({ holdId: Id, receipt: Receipt });
export const LiftLegalHold = z.object({ holdId: Id, reason: Prose(2_000) });
export type LiftLegalHold = z.infer<typeof LiftLegalHold>;

export const LegalHold = z.object({
  id: Id,
  kind: z.enum(holdKinds),
  /** Of a subject: the beginning of its keyed hash, to tell holds apart. */
  subject: z.nullable(z.string()),
  model: z.nullable(z.string()),
  from: z.nullable(Instant),
  to: z.nullable(Instant),
  reason: z.string(),
  by: PersonRef,
  at: Instant,
  lifted: z.nullable(z.object({ by: PersonRef, at: Instant, reason: z.string() })),
});
export type LegalHold = z.infer<typeof LegalHold>;
export const LegalHoldFilter = z.extend(Page, { standing: z.optional(z.boolean()) });
export type LegalHoldFilter = z.infer<typeof LegalHoldFilter>;

/** Asking what an erasure would destroy is a look-up of the subject, with its reason and its entry. */
export const LookAtErasure = z.object({ subject: Reference, reason: Prose(2_000) });
export type LookAtErasure = z.infer<typeof LookAtErasure>;

export const ErasureAhead = z.object({
  /** Stands for the request where the signature is granted; null where nothing can be erased. */
  keyId: z.nullable(Id),
  /** Over what would be destroyed; it is signed. */
  digest: z.nullable(Digest),
  predictions: z.int(),
  models: z.array(z.string()),
  /** Recorded before the subject had a key, alone in their runs: their contents are removed, digests that stay are not salted. */
  earlier: z.int(),
  /** The same in runs that others share: their contents stay. */
  withoutKey: z.int(),
  /** When what was recorded earlier was erased, the newest first. */
  erasedAt: z.array(Instant),
  /** What forbids it. */
  holds: z.array(LegalHold),
  receipt: Receipt,
});
export type ErasureAhead = z.infer<typeof ErasureAhead>;

/** The grant comes from `erasure.prepare` for a passkey, else from `signOff.reauthenticate` or `signOff.startStepUp`. */
export const EraseSubject = z.object({
  subject: Reference,
  reason: Prose(2_000),
  digest: Digest,
  grant: z.string().check(z.maxLength(200)),
});
export type EraseSubject = z.infer<typeof EraseSubject>;
export const PrepareErasure = z.omit(EraseSubject, { grant: true });
export type PrepareErasure = z.infer<typeof PrepareErasure>;
export const SubjectErased = z.object({ predictions: z.int(), receipt: Receipt });
export type SubjectErased = z.infer<typeof SubjectErased>;
