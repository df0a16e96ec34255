import * as z from 'zod/mini';

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
  facts: z.array(DatasetFact),
  /** The split as it was declared, name by name. */
  split: z.array(z.object({ name: z.string(), value: z.string() })),
  fittedOnAll: z.nullable(z.string()),
});
export type ExaminedDataset = z.infer<typeof ExaminedDataset>;

/** The dataset references of the revision in force, in their order, each held against the files of the version now. */
export const ExaminedDatasets = z.object({ revision: z.int(), items: z.array(ExaminedDataset) });
export type ExaminedDatasets = z.infer<typeof ExaminedDatasets>;
