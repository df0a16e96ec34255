import * as z from 'zod/mini';
import { LegalHold } from './erasure.ts';
import {
  Digest,
  Id,
  Instant,
  Line,
  ModelKey,
  Page,
  PersonRef,
  Prose,
  Reason,
  Receipt,
} from './primitives.ts';

/** Contents that may leave: inputs, outputs, decisions and compared values of predictions that we answered, or of recorded ones. */
export const retainedKinds = ['answered-predictions', 'claimed-predictions'] as const;
export type RetainedKind = (typeof retainedKinds)[number];

/** From when the days are counted: recording, the deprecation of the version, the retirement of the model. */
export const retentionClocks = ['recorded', 'deprecated', 'retired'] as const;
export type RetentionClock = (typeof retentionClocks)[number];

export const retentionDays = { least: 30, most: 36_500 } as const;

export const DefineRetention = z.object({
  name: Line(80),
  what: z.enum(retainedKinds),
  /** Without: every model that no other class in force names. */
  models: z.optional(z.array(ModelKey).check(z.minLength(1), z.maxLength(100))),
  clock: z.enum(retentionClocks),
  /** Whole days in UTC after the day of the clock; on the day after them it falls due. */
  days: z.int().check(z.gte(retentionDays.least), z.lte(retentionDays.most)),
  reason: Prose(2_000),
});
export type DefineRetention = z.infer<typeof DefineRetention>;
export const RetentionDefined = z.object({ classId: Id, receipt: Receipt });
export type RetentionDefined = z.infer<typeof RetentionDefined>;

/** The grant is for `classId` and `digest`, from `retention.prepare` for a passkey, else from `signOff.reauthenticate` or `startStepUp`. */
export const TurnOnRetention = z.object({
  classId: Id,
  digest: Digest,
  reason: Prose(2_000),
  grant: z.string().check(z.maxLength(200)),
});
export type TurnOnRetention = z.infer<typeof TurnOnRetention>;
export const PrepareRetention = z.omit(TurnOnRetention, { grant: true });
export type PrepareRetention = z.infer<typeof PrepareRetention>;
export const EndRetention = z.object({ classId: Id, reason: Prose(2_000) });
export type EndRetention = z.infer<typeof EndRetention>;

const Act = z.object({ by: PersonRef, at: Instant });
export const RetentionClass = z.object({
  id: Id,
  name: z.string(),
  what: z.enum(retainedKinds),
  /** Null: every model that no other class in force names. */
  models: z.nullable(z.array(z.string())),
  clock: z.enum(retentionClocks),
  days: z.int(),
  reason: z.string(),
  by: PersonRef,
  at: Instant,
  state: z.enum(['off', 'on', 'ended']),
  turnedOn: z.nullable(Act),
  ended: z.nullable(z.extend(Act, { reason: z.string() })),
  /** Over what it says; it is signed. */
  digest: Digest,
  removed: z.object({ predictions: z.int(), last: z.nullable(Instant) }),
});
export type RetentionClass = z.infer<typeof RetentionClass>;

export const RetentionList = z.object({
  items: z.array(RetentionClass),
  next: z.nullable(z.string()),
  /** Why this reader may not define, turn on and end classes; empty means that they may. */
  mayAct: z.array(Reason),
});
export type RetentionList = z.infer<typeof RetentionList>;

export const RetentionDueFilter = z.extend(Page, { classId: Id });
export type RetentionDueFilter = z.infer<typeof RetentionDueFilter>;

export const RetentionDueRow = z.object({
  model: z.object({ key: z.string(), name: z.string() }),
  /** Predictions that are due, and those that fall due in the next 30 and 90 days; what a hold covers is in neither. */
  now: z.int(),
  in30: z.int(),
  in90: z.int(),
  held: z.int(),
  /** Whether there are more than were counted. */
  more: z.boolean(),
  holds: z.array(z.pick(LegalHold, { id: true, kind: true, reason: true })),
});
export type RetentionDueRow = z.infer<typeof RetentionDueRow>;
export const RetentionDue = z.object({
  items: z.array(RetentionDueRow),
  next: z.nullable(z.string()),
});
export type RetentionDue = z.infer<typeof RetentionDue>;
