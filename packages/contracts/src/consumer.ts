import * as z from 'zod/mini';
import { SchemaChange } from './comparison.ts';
import {
  Email,
  Id,
  Instant,
  Line,
  ModelKey,
  Page,
  PersonRef,
  Prose,
  pageOf,
  Receipt,
  VersionLabel,
} from './primitives.ts';

/** How predictions are used: a call for each answer, many at once, or as results that somebody reads. */
export const useKinds = ['realtime', 'batch', 'report'] as const;
export type UseKind = (typeof useKinds)[number];
/** Where a use was declared: in the portal, by REST, or by `countersign consume` from a file of a repository. */
export const useSources = ['portal', 'api', 'file'] as const;

/** The name that a consumer predicts under: `consumer` of an invocation or of a recorded prediction. */
export const ConsumerKey = Line(200);
export const ConsumerAddress = z.object({ consumer: ConsumerKey });
export type ConsumerAddress = z.infer<typeof ConsumerAddress>;

const Details = z.object({
  name: Line(100),
  purpose: Prose(2_000),
  /** Addresses that are told of recalls and changes, beside whoever answers for it. */
  contacts: z._default(z.array(Email).check(z.maxLength(10)), []),
  /** Predictions a day, as expected. */
  volumePerDay: z._default(z.nullable(z.int().check(z.minimum(0), z.maximum(2_000_000_000))), null),
  serviceLevels: z._default(z.nullable(Prose(1_000)), null),
  /** What it does when a version answers no more. */
  whenBlocked: z._default(z.nullable(Prose(1_000)), null),
});
/** Without an account named, whoever registers answers for it. */
export const RegisterConsumer = z.extend(Details, { consumer: ConsumerKey, answererId: z.optional(Id) });
export type RegisterConsumer = z.infer<typeof RegisterConsumer>;
export const ConsumerRegistered = z.object({ consumerId: Id, receipt: Receipt });
export type ConsumerRegistered = z.infer<typeof ConsumerRegistered>;
/** All of its details, as they are from now on; without an account named the one before stays. */
export const ChangeConsumer = z.extend(RegisterConsumer, {});
export type ChangeConsumer = z.infer<typeof ChangeConsumer>;
/** To which account, open and of whomever; the word why is for the record. */
export const HandOverConsumer = z.extend(ConsumerAddress, { answererId: Id, comment: Prose(1_000) });
export type HandOverConsumer = z.infer<typeof HandOverConsumer>;
export const RetireConsumer = z.extend(ConsumerAddress, { comment: Prose(1_000) });
export type RetireConsumer = z.infer<typeof RetireConsumer>;

/** A year: what is used less often is used once. */
const longestCadence = 366 * 24 * 60;
/**
 * What is used: whatever answers in an environment, or the versions from one to another, both of them in the range; an
 * open end takes in what is registered later, and without both it is the whole model.
 */
export const UseTarget = z
  .object({
    model: ModelKey,
    environment: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
    from: z.optional(VersionLabel),
    to: z.optional(VersionLabel),
  })
  .check(
    z.refine(
      ({ environment, from, to }) => environment === undefined || (from === undefined && to === undefined),
      'an environment or a range of versions, not both',
    ),
  );
export const Use = z.object({
  kind: z.enum(useKinds),
  /** How often at least it is used, in minutes: within so long traffic proves where a consumer has moved to. */
  cadenceMinutes: z._default(z.nullable(z.int().check(z.minimum(1), z.maximum(longestCadence))), null),
  purpose: z._default(z.nullable(Prose(1_000)), null),
});
/** A use as it is declared; a file of a repository may leave out what it does not know. */
export const UseBody = z.intersection(UseTarget, Use);
export const DeclareUse = z.intersection(UseTarget, z.extend(Use, { consumer: ConsumerKey }));
export type DeclareUse = z.infer<typeof DeclareUse>;
export const UseDeclared = z.object({ useId: Id, receipt: Receipt });
export type UseDeclared = z.infer<typeof UseDeclared>;
export const EndUse = z.object({ useId: Id });
export type EndUse = z.infer<typeof EndUse>;

/** What a repository's `countersign.json` says: who it is, and all that it uses. */
export const ConsumerDeclaration = z.extend(Details, {
  consumer: ConsumerKey,
  uses: z.array(UseBody).check(z.maxLength(100)),
});
export type ConsumerDeclaration = z.infer<typeof ConsumerDeclaration>;
/** `declared`, `ended` and `kept` count uses; null where everything was as the file says. */
export const ConsumerDeclared = z.object({
  registered: z.boolean(),
  changed: z.boolean(),
  declared: z.int(),
  ended: z.int(),
  kept: z.int(),
  receipt: z.nullable(Receipt),
});
export type ConsumerDeclared = z.infer<typeof ConsumerDeclared>;

export const ConsumerFilter = z.extend(Page, {
  search: z.optional(z.string().check(z.maxLength(200))),
  /** `discovered`: predicts under a name that nobody registered. */
  show: z.optional(z.enum(['registered', 'discovered'])),
  model: z.optional(ModelKey),
});
export type ConsumerFilter = z.infer<typeof ConsumerFilter>;
export const ConsumerRow = z.object({
  key: z.string(),
  name: z.string(),
  /** Who answers for it; null where nobody registered it. */
  answerer: z.nullable(PersonRef),
  models: z.array(z.string()),
  /** Its open uses. */
  uses: z.int(),
  /** Whether it got answers of a version that none of its uses covers, since the first of them was declared. */
  undeclared: z.boolean(),
  calls: z.int(),
  lastAt: z.nullable(Instant),
});
export type ConsumerRow = z.infer<typeof ConsumerRow>;
export const ConsumerPageOf = pageOf(ConsumerRow);

export const UseRow = z.object({
  id: Id,
  model: z.string(),
  environment: z.nullable(z.string()),
  from: z.nullable(z.string()),
  to: z.nullable(z.string()),
  kind: z.enum(useKinds),
  cadenceMinutes: z.nullable(z.int()),
  purpose: z.nullable(z.string()),
  source: z.enum(useSources),
  declaredAt: Instant,
  endedAt: z.nullable(Instant),
  /** Whether who reads it may end it. */
  mayEnd: z.boolean(),
});
export type UseRow = z.infer<typeof UseRow>;

/** Answered here, recorded after an answer elsewhere, or said by whoever serves outside. */
export const trafficOrigins = ['invocation', 'recorded', 'heartbeat'] as const;
export const TrafficRow = z.object({
  model: z.string(),
  version: z.string(),
  environment: z.nullable(z.string()),
  origin: z.enum(trafficOrigins),
  calls: z.int(),
  errors: z.int(),
  /** Of the calls of which it is known: in the runtime here, as measured elsewhere. */
  meanMs: z.nullable(z.number()),
  maxMs: z.nullable(z.number()),
  firstAt: Instant,
  lastAt: Instant,
  /** `earlier`: covered by no use, and not called since the first of its open uses was declared. */
  use: z.enum(['declared', 'not-declared', 'earlier']),
});
export type TrafficRow = z.infer<typeof TrafficRow>;

export const Consumer = z.object({
  key: z.string(),
  registered: z.boolean(),
  /** Its key where nobody registered it. */
  name: z.string(),
  purpose: z.nullable(z.string()),
  contacts: z.array(z.string()),
  volumePerDay: z.nullable(z.int()),
  serviceLevels: z.nullable(z.string()),
  whenBlocked: z.nullable(z.string()),
  answerer: z.nullable(PersonRef),
  registeredAt: z.nullable(Instant),
  /** Whether who reads it may change what is known of it; of a discovered name: register it. */
  mayChange: z.boolean(),
  /** One may let another account answer for it. */
  mayHandOver: z.boolean(),
  /** Open ones first; of those that ended the latest. */
  uses: z.array(UseRow),
  /** The latest, at most 200. */
  traffic: z.array(TrafficRow),
  /** Keys of the environments that a use can name. */
  environments: z.array(z.string()),
  /** Webhooks of whoever answers for it. */
  webhooks: z.array(z.object({ id: Id, name: z.string(), state: z.string(), own: z.boolean() })),
});
export type Consumer = z.infer<typeof Consumer>;

/** A consumer of one version: by a declared use that covers it, or by its calls. */
export const VersionConsumer = z.object({
  key: z.string(),
  name: z.string(),
  registered: z.boolean(),
  use: z.enum(['declared', 'discovered']),
  contacts: z.int(),
  cadenceMinutes: z.nullable(z.int()),
  calls: z.int(),
  lastAt: z.nullable(Instant),
});
export type VersionConsumer = z.infer<typeof VersionConsumer>;
export const VersionConsumers = pageOf(VersionConsumer);
export const VersionConsumerFilter = z.extend(Page, { model: ModelKey, version: VersionLabel });
export type VersionConsumerFilter = z.infer<typeof VersionConsumerFilter>;

/** Heartbeats of one request. */
const mostHeartbeats = 200;
/** What a consumer did with one version in a span of time, measured where it runs. */
export const Heartbeat = z.object({
  model: ModelKey,
  version: VersionLabel,
  environment: z.optional(z.string().check(z.minLength(1), z.maxLength(64))),
  from: Instant,
  to: Instant,
  /** Answers that it got, and calls that failed; none of both says that it runs and did not call. */
  calls: z.int().check(z.minimum(0), z.maximum(1_000_000_000)),
  errors: z.int().check(z.minimum(0), z.maximum(1_000_000_000)),
  /** Of the calls, in milliseconds; null where it was not measured. */
  latency: z.nullable(
    z.object({
      meanMs: z.number().check(z.minimum(0), z.maximum(86_400_000)),
      maxMs: z.number().check(z.minimum(0), z.maximum(86_400_000)),
    }),
  ),
});
export type Heartbeat = z.infer<typeof Heartbeat>;
export const Heartbeats = z.object({
  heartbeats: z.array(Heartbeat).check(z.minLength(1), z.maxLength(mostHeartbeats)),
});
export const RecordHeartbeats = z.extend(Heartbeats, { consumer: ConsumerKey });
export type RecordHeartbeats = z.infer<typeof RecordHeartbeats>;
export const HeartbeatsRecorded = z.object({ recorded: z.int() });
export type HeartbeatsRecorded = z.infer<typeof HeartbeatsRecorded>;

/** What going from the version that a consumer uses now to another one would break for it. */
export const ConsumerCompatibility = z.object({
  key: z.string(),
  name: z.string(),
  registered: z.boolean(),
  /** The version that it called last; where it called none, the one that its use stands for. */
  from: z.string(),
  lastAt: z.nullable(Instant),
  verdict: z.enum(['same', 'compatible', 'breaking', 'unknown']),
  /** Changes that break who sends or who reads. */
  breaks: z.array(SchemaChange),
});
export type ConsumerCompatibility = z.infer<typeof ConsumerCompatibility>;
export const VersionCompatibility = pageOf(ConsumerCompatibility);
