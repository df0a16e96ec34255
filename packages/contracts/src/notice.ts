import * as z from 'zod/mini';
import { Id, Instant, ModelKey, Page, PersonRef, pageOf, VersionLabel } from './primitives.ts';
import { severities } from './recall.ts';

export const noticeKinds = ['recall', 'deprecation', 'switch'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * How far a consumer's copy has come. `sent`: it left; `delivered`: the mail server or a webhook's receiver took it; `nobody`: there
 * is nobody to tell; `undeliverable`: no address took it; `reopened`: one of the versions was called again after the consumer had moved.
 */
export const noticeStates = [
  'nobody',
  'sent',
  'delivered',
  'undeliverable',
  'acknowledged',
  'time-asked',
  'reopened',
  'risk-accepted',
  'migrated',
  'proven',
] as const;
export const NoticeState = z.enum(noticeStates);
export type NoticeState = z.infer<typeof NoticeState>;
/** Nothing more is asked of a consumer in one of these. */
export const settledNoticeStates: readonly NoticeState[] = ['risk-accepted', 'migrated', 'proven'];

/** `checked`: we saw it; `claimed`: somebody with an account said so; `claimed-by-mailbox`: whoever reads an address it was sent to. */
export const noticeBases = ['checked', 'claimed', 'claimed-by-mailbox'] as const;

/** Why people beyond the consumer were told: nobody to tell, no address takes it, no answer, or past its time. */
export const noticeEscalations = ['nobody', 'undeliverable', 'silent', 'overdue'] as const;
export type NoticeEscalation = (typeof noticeEscalations)[number];

export const NoticeRow = z.object({
  id: Id,
  kind: z.enum(noticeKinds),
  recallId: z.nullable(Id),
  model: z.object({ key: z.string(), name: z.string() }),
  /** The version that it is about, first of all. */
  label: z.string(),
  /** How many versions it warns of. */
  versions: z.int(),
  consumer: z.object({ key: z.string(), name: z.string(), id: z.nullable(Id) }),
  /** Of a recall. */
  standing: z.nullable(z.enum(['advisory', 'blocked'])),
  severity: z.nullable(z.enum(severities)),
  replacement: z.nullable(z.string()),
  state: NoticeState,
  stateAt: Instant,
  /** On what the state rests; null where nothing was answered or proven yet. */
  basis: z.nullable(z.enum(noticeBases)),
  /** How long the consumer needs, or until when the risk is accepted. */
  until: z.nullable(Instant),
  /** Minutes between two calls, as declared; null: not declared, so it is never proven. */
  cadenceMinutes: z.nullable(z.int()),
  /** Calls of these versions that were known when the notice was raised, and the last one known now. */
  calls: z.int(),
  lastCallAt: z.nullable(Instant),
  raisedAt: Instant,
  dueAt: z.nullable(Instant),
  remindedAt: z.nullable(Instant),
  escalation: z.nullable(z.object({ why: z.enum(noticeEscalations), at: Instant })),
  /** Why nothing more is asked: the mark was lifted, a worse one took its place, the recall was closed. */
  ended: z.nullable(z.object({ why: z.enum(['lifted', 'replaced', 'closed']), at: Instant })),
});
export type NoticeRow = z.infer<typeof NoticeRow>;

export const NoticeFilter = z.extend(Page, {
  recallId: z.optional(Id),
  model: z.optional(ModelKey),
  version: z.optional(VersionLabel),
  kind: z.optional(z.enum(noticeKinds)),
  state: z.optional(NoticeState),
  /** Those of one consumer, by the name under which it predicts. */
  consumer: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** Those that ended, or the others. */
  open: z.optional(z.boolean()),
  /** Those that one answers for oneself. */
  mine: z.optional(z.boolean()),
});
export type NoticeFilter = z.infer<typeof NoticeFilter>;
export const NoticePage = z.extend(pageOf(NoticeRow), {
  /** How many there are in each state, of all that the filter names but for its state; states without any are left out. */
  counts: z.partialRecord(NoticeState, z.int()),
});
export type NoticePage = z.infer<typeof NoticePage>;

/** What happened to a notice. */
export const NoticeStep = z.object({
  id: Id,
  kind: z.enum([
    'raised',
    'sent',
    'delivered',
    'undeliverable',
    'acknowledged',
    'migrated',
    'time-asked',
    'risk-accepted',
    'proven',
    'reopened',
    'reminded',
    'escalated',
    'ended',
  ]),
  basis: z.enum(noticeBases),
  at: Instant,
  person: z.nullable(PersonRef),
  /** The address whose reader said so. */
  address: z.nullable(z.string()),
  comment: z.nullable(z.string()),
  until: z.nullable(Instant),
  /** Of `proven` and `reopened` what was seen, of `escalated` why. */
  detail: z.nullable(z.string()),
});
export type NoticeStep = z.infer<typeof NoticeStep>;
