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
