import * as z from 'zod/mini';
import {
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

/**
 * Bytes that are read to check a reference, and how deep. A pointer is a Git-LFS pointer, a `.dvc` or a `dvc.lock`; a
 * log is all commits of a Delta table together; hashed are the bytes of one file where its SHA-256 does not suffice.
 */
export const datasetLimits = {
  lfsPointer: 1_023,
  pointer: 256 * 1024,
  listing: 10 * 1024 * 1024,
  deltaLog: 32 * 1024 * 1024,
  hashed: 64 * 1024 * 1024,
  /** Changes upon a base, ids in a reference, names of a split. */
  changes: 100,
  ids: 10_000,
  splitNames: 100,
} as const;

/** One thing that a dataset reference says. Contradicted: bytes that are registered with the version say otherwise. */
export const DatasetFact = z.object({
  name: z.string(),
  value: z.string(),
  basis: z.enum(['checked', 'claimed', 'contradicted']),
  /** What it was held against, or why it could not be. */
  why: z.string(),
});
export type DatasetFact = z.infer<typeof DatasetFact>;

/** A version that was fitted on rows that it is measured on. */
export const FittedOnAll = z.object({ dataset: z.string(), why: z.string() });
export type FittedOnAll = z.infer<typeof FittedOnAll>;

export const ExaminedDataset = z.object({
  name: z.string(),
  kind: z.string(),
  /**
   * The data as a whole, as the graph of lineage shows them: checked where the version holds their bytes and these are
   * what the reference says; why says what was checked and how.
   */
  data: z.pick(DatasetFact, { basis: true, why: true }),
  facts: z.array(DatasetFact),
  /** The split as it was declared, name by name. */
  split: z.array(z.object({ name: z.string(), value: z.string() })),
  fittedOnAll: z.nullable(z.string()),
});
export type ExaminedDataset = z.infer<typeof ExaminedDataset>;

/** The dataset references of the revision in force, in their order, each held against the files of the version now. */
export const ExaminedDatasets = z.object({ revision: z.int(), items: z.array(ExaminedDataset) });
export type ExaminedDatasets = z.infer<typeof ExaminedDatasets>;

/** Characters of rows that are sent to be counted and hashed; of more, count and digest are sent. */
const sentRows = 5_000_000;

/**
 * What the query of a dataset reference yields now, from somebody who can run it: the rows, as they were hashed when the version was made
 * (of CSV the first line has the names), or how many they are and the SHA-256 of them.
 */
export const RecheckDataset = z.object({
  model: ModelKey,
  version: VersionLabel,
  /** Name of the reference, of kind `query`. */
  dataset: z.string().check(z.minLength(1), z.maxLength(200)),
  rows: z.optional(z.int().check(z.minimum(0))),
  digest: z.optional(Digest),
  content: z.optional(
    z.object({ format: z.enum(['csv', 'ndjson']), text: z.string().check(z.maxLength(sentRows)) }),
  ),
  comment: z.optional(z.string().check(z.maxLength(2_000))),
});
export type RecheckDataset = z.infer<typeof RecheckDataset>;

export const DatasetRecheck = z.object({
  id: Id,
  dataset: z.string(),
  /** Of the dossier that recorded them. */
  revision: z.int(),
  /** `differs`: it no longer yields the same rows. `counted`: as many as were recorded, and no digest to tell them by. */
  result: z.enum(['same', 'counted', 'differs']),
  /** Checked: the rows were sent, and counted and hashed here. Claimed: count and digest were sent. */
  basis: z.enum(['checked', 'claimed']),
  rows: z.nullable(z.int()),
  digest: z.nullable(z.string()),
  recordedRows: z.nullable(z.int()),
  recordedDigest: z.nullable(z.string()),
  comment: z.string(),
  by: z.nullable(PersonRef),
  at: Instant,
});
export type DatasetRecheck = z.infer<typeof DatasetRecheck>;

export const ListRechecks = z.extend(Page, { model: ModelKey, version: VersionLabel });
export type ListRechecks = z.infer<typeof ListRechecks>;
/** The newest first. */
export const RecheckPage = pageOf(DatasetRecheck);
export type RecheckPage = z.infer<typeof RecheckPage>;
export const DatasetRechecked = z.object({
  recheck: z.omit(DatasetRecheck, { by: true, at: true }),
  receipt: Receipt,
});
export type DatasetRechecked = z.infer<typeof DatasetRechecked>;
