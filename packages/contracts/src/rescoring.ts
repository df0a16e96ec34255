import * as z from 'zod/mini';
import {
  BoundedCount,
  Digest,
  Id,
  Instant,
  ModelKey,
  Page,
  PersonRef,
  pageOf,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { InputCondition } from './recall.ts';
import { ReportPeriod } from './report.ts';

/** The name of an input as a schema declares it. */
const FieldName = z.string().check(z.minLength(1), z.maxLength(200));
const Plain = z.union([z.number(), z.string().check(z.maxLength(500)), z.boolean()]);

/**
 * What the fixed version is fed in the place of what was recorded: the input `from` (the same one unless said) times
 * `factor` plus `offset`, or always `value`.
 */
export const InputCorrection = z.object({
  field: FieldName,
  from: z.optional(FieldName),
  factor: z.optional(z.number()),
  offset: z.optional(z.number()),
  value: z.optional(Plain),
});
export type InputCorrection = z.infer<typeof InputCorrection>;

/** Versions of one model, and the version on which what they predicted is executed. Without a period all of the past counts. */
export const RequestRescoring = z.object({
  model: ModelKey,
  versions: z.array(VersionLabel).check(z.minLength(1), z.maxLength(50)),
  fixed: VersionLabel,
  /** The recall that it belongs to. */
  recallId: z.optional(Id),
  /** Days on which was answered. */
  period: z.optional(ReportPeriod),
  /** All of them have to hold. */
  conditions: z.optional(z.array(InputCondition).check(z.maxLength(20))),
  corrections: z.optional(z.array(InputCorrection).check(z.maxLength(50))),
  /** Where neither a decision rule nor a label decides: a number has changed if it moved by more than this, in the output's unit. */
  tolerance: z.optional(z.number().check(z.minimum(0))),
});
export type RequestRescoring = z.infer<typeof RequestRescoring>;

/** What counts as flipped: another decision, another label, or a number that moved by more than the tolerance. */
export const flipBases = ['decision', 'label', 'number'] as const;

/** What can be asked for, before it is. */
export const RescoringOutlook = z.object({
  /** By which two versions are compared. */
  basis: z.enum(flipBases),
  /** The number that is compared and its unit; null where a decision or a label is. */
  output: z.nullable(z.object({ name: z.string(), unit: z.nullable(z.string()) })),
  /** Inputs that predictions were made with, by which conditions may choose. */
  given: z.array(z.object({ name: z.string(), unit: z.nullable(z.string()), isNumber: z.boolean() })),
  /** Inputs of the fixed version. */
  wanted: z.array(z.object({ name: z.string(), unit: z.nullable(z.string()), isNumber: z.boolean() })),
  /** Inputs that the fixed version wants and that were never given: each takes a correction. */
  missing: z.array(z.string()),
  /** What counts as a miss according to the latest predictions; null where they do not say. */
  tolerance: z.nullable(z.number()),
  /** What the recall says of affected inputs; none without a recall. */
  conditions: z.array(InputCondition),
  predictions: BoundedCount,
});
export type RescoringOutlook = z.infer<typeof RescoringOutlook>;
export const RescoringPair = z.pick(RequestRescoring, {
  model: true,
  versions: true,
  fixed: true,
  recallId: true,
});
export type RescoringPair = z.infer<typeof RescoringPair>;

export const rescoringStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const;

export const RescoringRow = z.object({
  id: Id,
  model: z.object({ key: z.string(), name: z.string() }),
  versions: z.array(z.string()),
  fixed: z.string(),
  recallId: z.nullable(Id),
  period: z.nullable(z.extend(ReportPeriod, { start: Instant, end: Instant })),
  conditions: z.array(InputCondition),
  corrections: z.array(InputCorrection),
  basis: z.enum(flipBases),
  output: z.nullable(z.object({ name: z.string(), unit: z.nullable(z.string()) })),
  tolerance: z.nullable(z.number()),
  by: PersonRef,
  askedAt: Instant,
  /** The entry that asked for it; null while it waits for its number. */
  requested: z.nullable(z.int()),
  state: z.enum(rescoringStates),
  /** Predictions that were looked at, of `total`. */
  done: z.int(),
  total: z.int(),
  /** Executed on the fixed version; not, and why is in `reasons`; left alone because a condition does not hold. */
  rescored: z.int(),
  notRescored: z.int(),
  outside: z.int(),
  flipped: z.int(),
  reasons: z.array(z.object({ code: z.string(), because: z.string(), count: z.int() })),
  /** Of those whose truth was known: misses of both, misses that the fix does not make, and those that it alone makes. */
  known: z.int(),
  oldMisses: z.int(),
  newMisses: z.int(),
  misses: z.object({ fixed: z.int(), made: z.int() }),
  /** Mean absolute errors over those with a known number; null where there is none, and before the end. */
  meanError: z.nullable(z.object({ old: z.number(), new: z.number(), over: z.int() })),
  problem: z.nullable(z.string()),
  finishedAt: z.nullable(Instant),
  /** SHA-256 over its rows, which the entry of its end holds, and that entry. */
  digest: z.nullable(Digest),
  number: z.nullable(z.int()),
  /** Whether inputs and outputs are open to the reader, and whether they may end it. */
  mayReadRows: z.boolean(),
  mayCancel: z.boolean(),
});
export type RescoringRow = z.infer<typeof RescoringRow>;
export const RescoringPage = pageOf(RescoringRow);
export const RescoringSearch = z.extend(Page, {
  model: z.optional(ModelKey),
  recall: z.optional(Id),
});
export type RescoringSearch = z.infer<typeof RescoringSearch>;
export const RescoringAddress = z.object({ id: Id });
export const RescoringRequested = z.object({ id: Id, receipt: Receipt });
export type RescoringRequested = z.infer<typeof RescoringRequested>;

/** `fixed` and `made`: misses that the fix does not make, and that it alone makes. */
export const rescoredChoices = ['flipped', 'same', 'fixed', 'made', 'not-rescored', 'outside'] as const;
export const RescoredFilter = z.object({
  id: Id,
  which: z.optional(z.enum(rescoredChoices)),
  consumer: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** Why not re-scored. */
  code: z.optional(z.string().check(z.regex(/^[A-Z_]{1,60}$/))),
});
export type RescoredFilter = z.infer<typeof RescoredFilter>;
export const RescoredSearch = z.extend(RescoredFilter, Page.shape);
export type RescoredSearch = z.infer<typeof RescoredSearch>;

const Side = z.object({
  decision: z.nullable(z.string()),
  outputs: z.array(z.object({ output: z.string(), text: z.string() })),
  /** Distance from the truth, where both are numbers. */
  error: z.nullable(z.number()),
  miss: z.nullable(z.boolean()),
});
export const RescoredRow = z.object({
  predictionId: Id,
  callerId: z.nullable(z.string()),
  version: z.string(),
  consumer: z.string(),
  answeredAt: Instant,
  state: z.enum(['rescored', 'not-rescored', 'outside']),
  /** Set where not re-scored. */
  code: z.nullable(z.string()),
  because: z.nullable(z.string()),
  flipped: z.nullable(z.boolean()),
  /** Null where it was not executed, and where what it said was erased or removed since. */
  old: z.nullable(Side),
  new: z.nullable(Side),
  /** What turned out to be true, as far as it was known. */
  truth: z.nullable(z.string()),
  corrected: z.array(z.object({ field: z.string(), sent: z.string(), fed: z.string() })),
  /** Whether what it said has left since, with its subject or under a retention class. */
  gone: z.boolean(),
});
export type RescoredRow = z.infer<typeof RescoredRow>;
export const RescoredPage = pageOf(RescoredRow);
export const RescoredWorst = z.object({ items: z.array(RescoredRow) });

export const RescoringExtract = z.object({
  consumer: z.string(),
  rows: z.int(),
  flipped: z.int(),
  bytes: z.int(),
  /** SHA-256 of the file as it was when the re-scoring ended. */
  digest: Digest,
});
export type RescoringExtract = z.infer<typeof RescoringExtract>;
export const RescoringExtractPage = pageOf(RescoringExtract);
