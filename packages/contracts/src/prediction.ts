import * as z from 'zod/mini';
import {
  BoundedCount,
  Digest,
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
import { keptForms, recordingModes } from './recording.ts';
import { RuntimeFacts, SchemaField } from './version.ts';

export const verdicts = ['identical', 'within-tolerance', 'differs', 'not-replayable'] as const;

/** A number as recorded: its bits (big-endian hex, for reading) and the same value in decimal. */
export const OutputCell = z.object({
  output: z.string(), // e.g. "probabilities.bad"
  dtype: z.string(),
  recordedHex: z.nullable(z.string()),
  recordedText: z.string(),
});
export const ReplayCell = z.object({
  output: z.string(),
  dtype: z.string(),
  recordedHex: z.nullable(z.string()),
  recordedText: z.string(),
  replayedHex: z.nullable(z.string()),
  replayedText: z.string(),
  differs: z.boolean(),
});

/** Under which setting of its model a prediction was recorded, and what was kept of it. */
export const PredictionRecording = z.object({
  kept: z.enum(keptForms),
  recording: z.enum(recordingModes),
  share: z.nullable(z.number()),
  /** Since when the model records that way; null where it always did. */
  since: z.nullable(Instant),
});
export type PredictionRecording = z.infer<typeof PredictionRecording>;

export const ReplayResult = z.object({
  id: Id,
  predictionId: Id,
  verdict: z.enum(verdicts),
  /** Set where not replayable. */
  code: z.nullable(z.string()),
  /** Set where not replayable: why, as a sentence. */
  because: z.nullable(z.string()),
  bits: z.int(),
  differingBits: z.int(),
  maxUlp: z.nullable(z.string()),
  firstDifference: z.nullable(
    z.object({ output: z.string(), recorded: z.string(), replayed: z.string(), ulp: z.nullable(z.string()) }),
  ),
  decisionSame: z.nullable(z.boolean()),
  cells: z.array(ReplayCell),
  runtime: z.nullable(RuntimeFacts),
  durationMs: z.number(),
  by: z.nullable(PersonRef),
  at: Instant,
  number: z.nullable(z.int()),
});
export type ReplayResult = z.infer<typeof ReplayResult>;

export const PredictionPage = z.object({
  id: Id,
  callerId: z.nullable(z.string()),
  model: z.object({ key: z.string(), name: z.string() }),
  version: z.object({ label: z.string(), stage: z.string(), standing: z.string() }),
  basis: z.enum(['recorded', 'claimed']),
  consumer: z.string(),
  mode: z.string(),
  environment: z.nullable(z.string()),
  answeredAt: Instant,
  recordedAt: Instant,
  run: z.object({
    id: Id,
    rows: z.int(),
    row: z.int(),
    /** Null where the version has none: a vendor's model, a rule. */ artifact: z.nullable(Digest),
    inputsDigest: Digest,
    outputsDigest: Digest,
  }),
  /** Null where nothing was said of it, or a constant fallback answered. */
  runtime: z.nullable(RuntimeFacts),
  guarantee: z.enum(['bit-exact', 'tolerance', 'unverifiable']),
  inputs: z.array(
    z.object({
      field: SchemaField,
      value: z.nullable(z.union([z.string(), z.number(), z.boolean()])),
      insideTraining: z.nullable(z.boolean()),
    }),
  ),
  outputs: z.array(OutputCell),
  /** The rule in force and what it gave; null where the version declares none. */
  decision: z.nullable(
    z.object({
      output: z.string(),
      op: z.string(),
      threshold: z.union([z.number(), z.string()]),
      value: z.union([z.number(), z.string()]),
      result: z.string(),
      then: z.string(),
      else: z.string(),
    }),
  ),
  parameters: z.record(z.string(), z.unknown()),
  outcome: z.nullable(
    z.object({ value: z.string(), observedAt: Instant, basis: z.enum(['claimed', 'recorded']) }),
  ),
  waitsUntil: z.nullable(Instant),
  recorded: PredictionRecording,
  /** When what was recorded about its subject was erased. */
  erasedAt: z.nullable(Instant),
  /** When, and by which retention class, inputs, outputs and decision were removed. */
  removed: z.nullable(z.object({ class: z.string(), at: Instant })),
  hasSubject: z.boolean(),
  hasBusinessReference: z.boolean(),
  replays: z.array(ReplayResult),
  mayReplay: z.boolean(),
});
export type PredictionPage = z.infer<typeof PredictionPage>;

export const PredictionRow = z.object({
  id: Id,
  callerId: z.nullable(z.string()),
  model: z.string(),
  version: z.string(),
  consumer: z.string(),
  mode: z.string(),
  basis: z.enum(['recorded', 'claimed']),
  answeredAt: Instant,
  kept: z.enum(keptForms),
  /** Whether inputs and outputs were erased with their subject. */
  erased: z.boolean(),
  /** Whether they were removed by a retention class. */
  removed: z.boolean(),
  /** Empty where the outputs were not kept, were erased or removed. */
  result: z.string(),
  lastReplay: z.nullable(z.object({ verdict: z.enum(verdicts), code: z.nullable(z.string()), at: Instant })),
});
export type PredictionRow = z.infer<typeof PredictionRow>;

const Reference = z.string().check(z.minLength(1), z.maxLength(200));

/** What predictions are searched by; times bound when they were answered: `from` is in it, `to` is not. */
export const PredictionFilter = z.object({
  model: z.optional(ModelKey),
  version: z.optional(VersionLabel),
  consumer: z.optional(Reference),
  callerId: z.optional(Reference),
  businessReference: z.optional(Reference),
  from: z.optional(Instant),
  to: z.optional(Instant),
});
export type PredictionFilter = z.infer<typeof PredictionFilter>;
export const PredictionSearch = z.extend(PredictionFilter, Page.shape);
export type PredictionSearch = z.infer<typeof PredictionSearch>;

export const PredictionList = z.extend(pageOf(PredictionRow), {
  /** Of the whole search, up to 1,000; null on the pages after the first. */
  total: z.nullable(BoundedCount),
});
export type PredictionList = z.infer<typeof PredictionList>;

/** The reference travels in a body alone, never in an address. */
export const LookUpSubject = z.extend(
  z.pick(PredictionSearch, { model: true, from: true, to: true, limit: true, after: true }),
  { subject: Reference, reason: Prose(2_000) },
);
export type LookUpSubject = z.infer<typeof LookUpSubject>;
export const SubjectLookUp = z.extend(PredictionList, { receipt: Receipt });
export type SubjectLookUp = z.infer<typeof SubjectLookUp>;

/** What was scored, said by the caller: where it came from, so that it can be found again. */
export const DataReference = z.strictObject({
  source: Line(500),
  query: z.optional(z.string().check(z.maxLength(10_000))),
  from: z.optional(Instant),
  to: z.optional(Instant),
  /** When the features were as they were scored. */
  featuresAt: z.optional(Instant),
  digest: z.optional(Digest),
});
export type DataReference = z.infer<typeof DataReference>;

/** One NDJSON line of a prediction that was made elsewhere: kept as claimed. */
export const ClaimedPrediction = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(200)),
  timestamp: z.string(),
  model: ModelKey,
  version: VersionLabel,
  consumer: Line(200),
  mode: z.optional(z.enum(['production', 'shadow', 'challenger'])),
  inputs: z.record(z.string(), z.unknown()),
  /** Floats as {f32, value}, f32 being the bits in big-endian hex, or as plain numbers. */
  outputs: z.record(z.string(), z.unknown()),
  threshold: z.optional(z.record(z.string(), z.unknown())),
  observationWindow: z.optional(z.record(z.string(), z.unknown())),
  runtime: z.optional(z.record(z.string(), z.unknown())),
  /** The caller's reference of the case (application, day): stored as a keyed hash, joined with outcomes. */
  businessReference: z.optional(Reference),
  /** Whom it is about: stored as a keyed hash. */
  subject: z.optional(Reference),
  dataReference: z.optional(DataReference),
});
export type ClaimedPrediction = z.infer<typeof ClaimedPrediction>;
export const ClaimedOutcome = z.object({
  businessReference: z.string().check(z.minLength(1), z.maxLength(200)),
  actual: z.union([z.string(), z.number(), z.boolean()]),
  observedAt: z.string(),
});
export type ClaimedOutcome = z.infer<typeof ClaimedOutcome>;
export const Ingested = z.object({
  accepted: z.int(),
  existed: z.int(),
  refused: z.array(z.object({ line: z.int(), code: z.string(), message: z.string() })),
  ids: z.optional(z.array(z.object({ callerId: z.string(), id: Id }))),
});
export type Ingested = z.infer<typeof Ingested>;

const Cell = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** One row, many rows, or MLflow's `dataframe_split`; more rows than the limit are TOO_LARGE, which is not this shape's to say. */
export const Invocation = z.object({
  inputs: z.optional(
    z.union([
      z.record(z.string(), z.unknown()),
      z.array(z.record(z.string(), z.unknown())).check(z.minLength(1)),
    ]),
  ),
  dataframe_split: z.optional(
    z.object({
      columns: z.array(z.string()).check(z.maxLength(10_000)),
      data: z.array(z.array(Cell)).check(z.minLength(1)),
      index: z.optional(z.array(z.unknown())),
    }),
  ),
  consumer: z.optional(Line(200)),
  callerIds: z.optional(z.array(Reference)),
  /** One a row: the caller's reference of the case, kept as a keyed hash. */
  businessReferences: z.optional(z.array(Reference)),
  /** One a row: whom it is about, kept as a keyed hash, or null for nobody; each row is then a run of its own. */
  subjects: z.optional(z.array(z.nullable(Reference))),
  dataReference: z.optional(DataReference),
});
export type Invocation = z.infer<typeof Invocation>;
export const Answer = z.object({
  model: z.string(),
  version: z.string(),
  environment: z.string(),
  /** `fallback` where the champion is blocked and its declared fallback answered; `pinned` where the consumer kept the version before. */
  answeredBy: z.enum(['champion', 'fallback', 'pinned']),
  pin: z.optional(z.object({ champion: z.string(), until: Instant })),
  fallbackOf: z.optional(z.object({ version: z.string(), recallId: Id })),
  predictions: z.array(
    z.object({ id: Id, outputs: z.record(z.string(), z.unknown()), decision: z.optional(z.string()) }),
  ),
  /** The same outputs in the shape that MLflow clients read. */
  warnings: z.optional(z.array(z.object({ row: z.int(), field: z.string(), message: z.string() }))),
});
export type Answer = z.infer<typeof Answer>;
