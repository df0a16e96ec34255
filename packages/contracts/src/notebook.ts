import * as z from 'zod/mini';
import { FilePath } from './manifest.ts';
import { Digest, ModelKey, VersionLabel } from './primitives.ts';

/** A notebook of two versions of one model, by its path in the later one, and in the earlier one where it was another. */
export const CompareNotebooks = z.object({
  model: ModelKey,
  before: VersionLabel,
  after: VersionLabel,
  path: FilePath,
  pathBefore: z.optional(FilePath),
});
export type CompareNotebooks = z.infer<typeof CompareNotebooks>;

/** A notebook's cells count from 1, as they are shown. */
export const NotebookRow = z.object({
  before: z.nullable(z.int()),
  after: z.nullable(z.int()),
  change: z.enum(['same', 'changed', 'added', 'removed']),
  /** It stands elsewhere among the cells that both have. */
  moved: z.boolean(),
  /** Of a cell of code that both have: by the digest of what it printed and drew. */
  outputs: z.enum(['same', 'changed', 'none']),
});
export type NotebookRow = z.infer<typeof NotebookRow>;

const NotebookSide = z.object({
  version: VersionLabel,
  path: z.string(),
  digest: Digest,
  cells: z.int(),
});

/** Cell by cell, in the order of the later one; removed cells stand where they stood. */
export const NotebookComparison = z.object({
  /** Null where they could be compared. `ABSENT`: a side has no such notebook. `TOO_MANY`: more than 20,000 cells. */
  reason: z.nullable(z.enum(['ABSENT', 'UNREADABLE', 'TOO_LARGE', 'TOO_MANY'])),
  before: z.nullable(NotebookSide),
  after: z.nullable(NotebookSide),
  rows: z.array(NotebookRow),
});
export type NotebookComparison = z.infer<typeof NotebookComparison>;

/** The notebooks of a version, or one of them. */
export const NotebookRecordsFilter = z.object({
  model: ModelKey,
  version: VersionLabel,
  path: z.optional(FilePath),
});
export type NotebookRecordsFilter = z.infer<typeof NotebookRecordsFilter>;

/** A digest that a notebook wrote down of what it was run with, held against its version. */
export const RecordedDigest = z.object({
  of: z.enum(['input', 'script']),
  /** As the notebook calls it. */
  name: z.string(),
  digest: z.string(),
  /** Where in the notebook it stands. */
  place: z.string(),
  /** `unchecked`: the version has nothing to hold it against. */
  result: z.enum(['same', 'differs', 'unchecked']),
  /** What the version has instead, where it differs. */
  now: z.nullable(z.string()),
  /** What it was held against, or why it could not be. */
  why: z.string(),
});
export type RecordedDigest = z.infer<typeof RecordedDigest>;

/**
 * `stale`: a recorded digest differs from the version's. `current`: none does, and at least one is the same. `unchecked`: none could be
 * held against anything. `unrecorded`: it records none. `unread`: it was not read, for the reason beside.
 */
export const notebookStates = ['stale', 'current', 'unchecked', 'unrecorded', 'unread'] as const;
export type NotebookState = (typeof notebookStates)[number];

export const NotebookRecord = z.object({
  path: z.string(),
  state: z.enum(notebookStates),
  /** `LATER`: the list reads 64 MB of notebooks; a notebook that is asked for by its path is read. */
  reason: z.nullable(z.enum(['ABSENT', 'UNREADABLE', 'TOO_LARGE', 'TOO_MANY', 'LATER'])),
  digests: z.array(RecordedDigest),
});
export type NotebookRecord = z.infer<typeof NotebookRecord>;

/** Of the revision in force: dataset references may be amended, and with them what a notebook is held against. */
export const NotebookRecords = z.object({ revision: z.int(), items: z.array(NotebookRecord) });
export type NotebookRecords = z.infer<typeof NotebookRecords>;
