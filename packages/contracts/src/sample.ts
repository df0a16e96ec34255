import * as z from 'zod/mini';
import { limits } from './limits.ts';
import {
  Digest,
  Id,
  Instant,
  Line,
  ModelKey,
  PersonRef,
  pageOf,
  Receipt,
  VersionLabel,
} from './primitives.ts';
import { ReportPeriod } from './report.ts';

/** What a sample is drawn from: answers of a model, versions that came to be approved, or signatures at gates. */
export const sampleKinds = ['predictions', 'versions', 'sign-offs'] as const;
export const SampleKind = z.enum(sampleKinds);
export type SampleKind = z.infer<typeof SampleKind>;

/** The population that is frozen. Without a period all of the past counts; predictions are those of one model. */
export const FreezeSample = z.object({
  kind: SampleKind,
  model: z.optional(ModelKey),
  /** Of that model. */
  version: z.optional(VersionLabel),
  period: z.optional(ReportPeriod),
});
export type FreezeSample = z.infer<typeof FreezeSample>;

/** What was frozen, as it is kept and as its digest is over. */
export const SampleDefinition = z.object({
  kind: SampleKind,
  model: z.nullable(z.string()),
  version: z.nullable(z.string()),
  period: z.nullable(z.extend(ReportPeriod, { start: Instant, end: Instant })),
});
export type SampleDefinition = z.infer<typeof SampleDefinition>;

/** Names of items: our ids; of predictions callers' ids, too; of versions `model version`. */
const ItemName = z.string().check(z.trim(), z.minLength(1), z.maxLength(200));

/** Drawn once: by a seed, or as an examiner listed them. */
export const DrawSample = z.object({
  id: Id,
  /** Any text; whoever knows it and the population computes the draw again (packages/ledger/PACK.md). */
  seed: z.optional(Line(200)),
  count: z.optional(z.int().check(z.minimum(1), z.maximum(limits.sampleItems))),
  items: z.optional(z.array(ItemName).check(z.minLength(1), z.maxLength(limits.sampleItems))),
});
export type DrawSample = z.infer<typeof DrawSample>;

export const sampleStates = ['frozen', 'queued', 'running', 'done', 'failed'] as const;

export const SampleRow = z.object({
  id: Id,
  serial: z.string(),
  kind: SampleKind,
  /** What it is drawn from, in a few words. */
  about: z.string(),
  definition: SampleDefinition,
  by: PersonRef,
  frozenAt: Instant,
  /** Items, and SHA-256 of `population.txt`: their ids, sorted, a line each. */
  population: z.object({ size: z.int(), digest: Digest }),
  /** The entry that says both, from before anything was drawn; null while it waits for its number. */
  frozen: z.nullable(z.int()),
  state: z.enum(sampleStates),
  /** Null where an examiner's list was pasted, and before the draw. */
  seed: z.nullable(z.string()),
  /** Items asked for; null before the draw. */
  asked: z.nullable(z.int()),
  /** Of an examiner's list those that are not in the population, as they were named. */
  unknown: z.array(z.string()),
  step: z.nullable(z.enum(['drawing', 'packing', 'writing'])),
  done: z.int(),
  total: z.int(),
  problem: z.nullable(z.string()),
  finishedAt: z.nullable(Instant),
  /** The ZIP with a pack for each item and the index. */
  archive: z.nullable(z.object({ digest: Digest, bytes: z.int() })),
  /** The entry that holds its digest. */
  number: z.nullable(z.int()),
});
export type SampleRow = z.infer<typeof SampleRow>;
export const SamplePage = pageOf(SampleRow);

export const SampleFrozen = z.object({
  id: Id,
  serial: z.string(),
  population: z.object({ size: z.int(), digest: Digest }),
  receipt: Receipt,
});
export type SampleFrozen = z.infer<typeof SampleFrozen>;
/** Unknown items are named here, in the index and in the sample's row; the others are packed. */
export const SampleDrawn = z.object({ id: Id, unknown: z.array(z.string()), receipt: Receipt });
export type SampleDrawn = z.infer<typeof SampleDrawn>;
export const SampleAddress = z.object({ id: Id });
export const sampleFiles = ['archive', 'population'] as const;
export const SampleFile = z.enum(sampleFiles);
export type SampleFile = z.infer<typeof SampleFile>;
