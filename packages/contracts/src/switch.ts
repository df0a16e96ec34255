import * as z from 'zod/mini';
import { SchemaChange } from './comparison.ts';
import { Id, Instant, ModelKey, PersonRef, Prose, Receipt, VersionLabel } from './primitives.ts';
import { flipBases, rescoringStates } from './rescoring.ts';

/** A switch is to another version, in production, of which the consumers of the champion are told before. */
export const AnnounceSwitch = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.string().check(z.maxLength(64)),
  /** The moment that consumers are told of, at the earliest after the policy's notice; without it that one. */
  notBefore: z.optional(Instant),
  /** Where numbers are compared: an answer has changed if it moves by more than this, in the output's unit. */
  tolerance: z.optional(z.number().check(z.minimum(0))),
  /** What consumers are told beside the facts. */
  comment: z.optional(Prose(2_000)),
});
export type AnnounceSwitch = z.infer<typeof AnnounceSwitch>;
/** `consumers`: how many are told, also those whom nobody can reach. */
export const SwitchAnnounced = z.object({
  switchId: Id,
  notBefore: Instant,
  consumers: z.int(),
  receipt: Receipt,
});
export type SwitchAnnounced = z.infer<typeof SwitchAnnounced>;
export const WithdrawSwitch = z.object({ switchId: Id, comment: Prose(2_000) });
export type WithdrawSwitch = z.infer<typeof WithdrawSwitch>;

/** `overtaken`: another version, or a rollback, came first. */
export const switchEnds = ['switched', 'withdrawn', 'overtaken', 'deprecated'] as const;
export type SwitchEnd = (typeof switchEnds)[number];

const Breaks = {
  /** What a consumer meets that changes nothing itself. */
  verdict: z.enum(['same', 'compatible', 'breaking', 'unknown']),
  breaks: z.array(SchemaChange),
};
const Ended = z.nullable(z.object({ why: z.enum(switchEnds), at: Instant }));

/** A switch as one consumer is told of it. */
export const ToldSwitch = z.object({
  id: Id,
  environment: z.string(),
  from: z.string(),
  announcedAt: Instant,
  notBefore: Instant,
  /** How long the version before may be kept at most; null: not at all. */
  pinsUntil: z.nullable(Instant),
  ...Breaks,
  ended: Ended,
  /** The consumer's own recent calls on the new version; null where there are none. */
  rescored: z.nullable(
    z.object({
      state: z.enum(rescoringStates),
      /** Days on which was answered. */
      from: z.string(),
      to: z.string(),
      basis: z.enum(flipBases),
      tolerance: z.nullable(z.number()),
      unit: z.nullable(z.string()),
      /** The consumer's calls in these days and how many came out otherwise; null before the end. */
      rows: z.nullable(z.int()),
      flipped: z.nullable(z.int()),
    }),
  ),
  /** Why nothing was re-scored, in words. */
  notRescored: z.nullable(z.string()),
});
export type ToldSwitch = z.infer<typeof ToldSwitch>;

const Answering = z.object({
  noticeId: Id,
  consumer: z.object({ key: z.string(), name: z.string() }),
  at: Instant,
});

/** A switch as whoever goes live sees it. */
export const PlannedSwitch = z.object({
  id: Id,
  environment: z.string(),
  from: z.string(),
  to: z.string(),
  by: PersonRef,
  announcedAt: Instant,
  notBefore: Instant,
  pinsUntil: z.nullable(Instant),
  comment: z.nullable(z.string()),
  ...Breaks,
  rescoring: z.nullable(
    z.object({ id: Id, state: z.enum(rescoringStates), rescored: z.int(), flipped: z.int() }),
  ),
  notRescored: z.nullable(z.string()),
  /** How many consumers were told, how many of them said something, and how many cannot be reached. */
  consumers: z.int(),
  answered: z.int(),
  unreached: z.int(),
  /** Consumers that object, the first fifty, and how many. */
  objections: z.object({
    count: z.int(),
    items: z.array(z.extend(Answering, { comment: z.nullable(z.string()) })),
  }),
  /** Consumers that keep the version before, the first fifty, and how many. */
  pins: z.object({ count: z.int(), items: z.array(z.extend(Answering, { until: Instant })) }),
  ended: Ended,
});
export type PlannedSwitch = z.infer<typeof PlannedSwitch>;

/** What announcing a switch to a version would mean where another one serves. */
export const SwitchOutlook = z.object({
  environment: z.string(),
  from: z.string(),
  /** Consumers that would be told. */
  consumers: z.int(),
  noticeDays: z.int(),
  pinDays: z.int(),
  verdict: z.enum(['same', 'compatible', 'breaking', 'unknown']),
  /** Of a version that answers with a number: its unit, and by how much it may move. */
  number: z.nullable(z.object({ unit: z.nullable(z.string()), tolerance: z.nullable(z.number()) })),
  /** Why it cannot be announced now; null where it can. */
  whyNot: z.nullable(z.string()),
});
export type SwitchOutlook = z.infer<typeof SwitchOutlook>;

/** Of one version: what was announced, newest first, and where a switch to it could be. */
export const SwitchesPage = z.object({
  planned: z.array(PlannedSwitch),
  outlooks: z.array(SwitchOutlook),
  mayAnnounce: z.boolean(),
});
export type SwitchesPage = z.infer<typeof SwitchesPage>;
