import * as z from 'zod/mini';
import {
  Digest,
  Id,
  Instant,
  ModelKey,
  Page,
  PersonRef,
  Prose,
  pageOf,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { severities } from './recall.ts';
import { ToldSwitch } from './switch.ts';

export const noticeKinds = ['recall', 'deprecation', 'switch'] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/**
 * How far a consumer's copy has come. `sent`: it left; `delivered`: the mail server or a webhook's receiver took it; `nobody`: there
 * is nobody to tell; `undeliverable`: no address took it; `reopened`: one of the versions was called again after the consumer had moved.
 * Of a switch alone `objected`: it asks that it does not happen; `pinned`: it keeps the version before until a date.
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
  'objected',
  'pinned',
] as const;
export const NoticeState = z.enum(noticeStates);
export type NoticeState = z.infer<typeof NoticeState>;
/** Nothing more is asked of a consumer in one of these. */
export const settledNoticeStates: readonly NoticeState[] = ['risk-accepted', 'migrated', 'proven'];
/** Of a switch: every answer is one, and the last one counts. */
export const settledSwitchStates: readonly NoticeState[] = ['acknowledged', 'objected', 'pinned'];
export const isSettledNotice = ({ kind, state }: { kind: NoticeKind; state: NoticeState }): boolean =>
  (kind === 'switch' ? settledSwitchStates : settledNoticeStates).includes(state);

/** `checked`: we saw it; `claimed`: somebody with an account said so; `claimed-by-mailbox`: whoever reads an address it was sent to. */
export const noticeBases = ['checked', 'claimed', 'claimed-by-mailbox'] as const;

/** Why people beyond the consumer were told: nobody to tell, no address takes it, no answer, or past its time. */
export const noticeEscalations = ['nobody', 'undeliverable', 'silent', 'overdue'] as const;
export type NoticeEscalation = (typeof noticeEscalations)[number];

/**
 * The mark was lifted, a worse one took its place, the recall was closed; of a switch: it happened, was withdrawn, another version
 * came first, its version was deprecated, what a consumer kept is over, or may not answer any more.
 */
export const noticeEnds = [
  'lifted',
  'replaced',
  'closed',
  'switched',
  'withdrawn',
  'overtaken',
  'deprecated',
  'pin-over',
  'pin-void',
] as const;
export type NoticeEnd = (typeof noticeEnds)[number];

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
  /** How long the consumer needs, until when the risk is accepted, or until when it keeps the version before. */
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
  /** Why nothing more is asked. */
  ended: z.nullable(z.object({ why: z.enum(noticeEnds), at: Instant })),
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
  /** Those of which something is still asked. */
  waiting: z.optional(z.boolean()),
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
    'rescored',
    'escalated',
    'ended',
    'objected',
    'pinned',
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

/** What the newest re-scoring of the recall found of this consumer's predictions. */
export const NoticeExtract = z.object({
  rescoringId: Id,
  /** The version on which they were executed. */
  fixed: z.string(),
  rows: z.int(),
  flipped: z.int(),
  bytes: z.int(),
  /** SHA-256 of the file as it was when the re-scoring ended. */
  digest: Digest,
  at: Instant,
});
export type NoticeExtract = z.infer<typeof NoticeExtract>;

/** What a consumer is told. */
export const ToldNotice = z.extend(NoticeRow, {
  reason: z.nullable(z.string()),
  /** Inputs that are affected, in words. */
  affected: z.nullable(z.string()),
  /** What to do while there is no fixed version, in words. */
  fallback: z.nullable(z.string()),
  /** When a deprecated version is switched off. */
  sunsetAt: z.nullable(Instant),
  extract: z.nullable(NoticeExtract),
  /** Of a switch alone. */
  switch: z.nullable(ToldSwitch),
});
export type ToldNotice = z.infer<typeof ToldNotice>;

/** What is told to whoever holds the link of one notice. */
export const LinkedNotice = z.extend(ToldNotice, { address: z.string() });
export type LinkedNotice = z.infer<typeof LinkedNotice>;

export const NoticeDetail = z.extend(ToldNotice, {
  /** One answers for the consumer. */
  isMine: z.boolean(),
  /** One may write down what the consumer said otherwise. */
  mayWriteDown: z.boolean(),
  /** Roles of one's own under which one may accept the risk; none: one may not. */
  riskRoles: z.array(z.string()),
  /** Digests of the version: what a signature is over. */
  substance: Digest,
  presentation: Digest,
  recipients: z.array(
    z.object({
      address: z.string(),
      state: z.enum(['waiting', 'sent', 'delivered', 'failed']),
      /** What the mail server said. */
      problem: z.nullable(z.string()),
    }),
  ),
  steps: z.array(NoticeStep),
});
export type NoticeDetail = z.infer<typeof NoticeDetail>;
export const NoticeRef = z.object({ noticeId: Id });

const answer = {
  /** Of a switch `acknowledged`, `objected` (why is asked for) or `pinned`, the last one counts; of anything else the first three. */
  answer: z.enum(['acknowledged', 'migrated', 'time-asked', 'objected', 'pinned']),
  /** Of `time-asked`: until when, at most a year from now. Of `pinned`: until when the version before is kept, as far as the policy lets it. */
  until: z.optional(Instant),
  comment: z.optional(z.string().check(z.maxLength(5_000))),
};
export const AnswerNotice = z.object({ noticeId: Id, ...answer });
export type AnswerNotice = z.infer<typeof AnswerNotice>;
export const AnswerByLink = z.object({
  secret: z.string().check(z.minLength(1), z.maxLength(200)),
  ...answer,
});
export type AnswerByLink = z.infer<typeof AnswerByLink>;
export const NoticeAnswered = z.object({ noticeId: Id, state: NoticeState, receipt: Receipt });
export type NoticeAnswered = z.infer<typeof NoticeAnswered>;

/** A consumer is reminded by hand at most so often, whoever told it last. */
export const remindPauseMinutes = 60;
export const NoticeReminded = z.object({ noticeId: Id, remindedAt: Instant, receipt: Receipt });
export type NoticeReminded = z.infer<typeof NoticeReminded>;
export type NoticeRef = z.infer<typeof NoticeRef>;

export const PrepareRisk = z.object({
  noticeId: Id,
  comment: Prose(5_000),
  /** How long it is accepted; without it, as long as the recall stands. */
  until: z.optional(Instant),
});
export type PrepareRisk = z.infer<typeof PrepareRisk>;
export const AcceptRisk = z.extend(PrepareRisk, { grant: z.string().check(z.maxLength(200)) });
export type AcceptRisk = z.infer<typeof AcceptRisk>;
