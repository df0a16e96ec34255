import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { FilePath } from './manifest.ts';
import { Id, Instant, ModelKey, Page, PersonRef, Prose, Reason, VersionLabel } from './primitives.ts';

/** Markdown, and the people whom it calls: each of them finds it in their inbox. */
const said = {
  text: Prose(limits.commentText),
  mentions: z.optional(z.array(Id).check(z.maxLength(limits.mentions))),
};

/** A thread about the version, or about a piece of its evidence, one of its files, or a cell of a notebook among them. */
export const OpenThread = z.object({
  model: ModelKey,
  version: VersionLabel,
  evidenceId: z.optional(Id),
  path: z.optional(FilePath),
  /** From 1, of the notebook at `path`. */
  cell: z.optional(z.int().check(z.minimum(1))),
  ...said,
});
export type OpenThread = z.infer<typeof OpenThread>;
export const AddComment = z.object({ threadId: Id, ...said });
export type AddComment = z.infer<typeof AddComment>;
/** Only whoever wrote a comment edits it; the earlier text stays readable. */
export const EditComment = z.object({ commentId: Id, text: Prose(limits.commentText) });
export type EditComment = z.infer<typeof EditComment>;
export const ResolveThread = z.object({ threadId: Id, resolved: z.boolean() });
export type ResolveThread = z.infer<typeof ResolveThread>;

export const ThreadComment = z.object({
  id: Id,
  by: PersonRef,
  at: Instant,
  text: z.string(),
  /** Earlier texts, the first one first, each with the time when it was written. */
  earlier: z.array(z.object({ text: z.string(), at: Instant })),
  editedAt: z.nullable(Instant),
  mentions: z.array(PersonRef),
  mine: z.boolean(),
  /** It mentions me, and I have not seen it yet. */
  isNew: z.boolean(),
});
export type ThreadComment = z.infer<typeof ThreadComment>;

export const Thread = z.object({
  id: Id,
  evidence: z.nullable(z.object({ id: Id, name: z.string() })),
  path: z.nullable(z.string()),
  /** Of the notebook at `path`, from 1. */
  cell: z.nullable(z.int()),
  revision: z.int(),
  by: PersonRef,
  openedAt: Instant,
  resolved: z.nullable(z.object({ by: PersonRef, at: Instant })),
  comments: z.array(ThreadComment),
});
export type Thread = z.infer<typeof Thread>;

/** Threads of a version, the newest first. */
export const ThreadFilter = z.object({
  model: ModelKey,
  version: VersionLabel,
  state: z.optional(z.enum(['open', 'resolved'])),
  evidenceId: z.optional(Id),
  path: z.optional(FilePath),
  threadId: z.optional(Id),
  ...Page.shape,
});
export type ThreadFilter = z.infer<typeof ThreadFilter>;

/** A page of threads, and why this person may not take part, if they may not. */
export const ThreadPage = z.object({
  items: z.array(Thread),
  next: z.nullable(z.string()),
  reasons: z.array(Reason),
});
export type ThreadPage = z.infer<typeof ThreadPage>;

/** A notebook of a version, whose cells threads are about. */
export const CellThreadsOf = z.object({ model: ModelKey, version: VersionLabel, path: FilePath });
export type CellThreadsOf = z.infer<typeof CellThreadsOf>;

/** A thread about a cell, seen from one version's notebook. */
export const CellThread = z.object({
  /** The version in which it was opened. */
  version: VersionLabel,
  /** The cell here, from 1; null where it is gone. */
  cell: z.nullable(z.int()),
  /** `here`: opened in this version. `same-text`, `earlier-text`: in an earlier one, about what the cell says still, or said then. */
  about: z.enum(['here', 'same-text', 'earlier-text', 'gone']),
  thread: Thread,
});
export type CellThread = z.infer<typeof CellThread>;

/** Every thread about the notebook's cells in this version, and those of up to ten earlier ones that nobody resolved. */
export const CellThreads = z.object({
  items: z.array(CellThread),
  /** There are more of them than are listed. */
  more: z.boolean(),
  reasons: z.array(Reason),
});
export type CellThreads = z.infer<typeof CellThreads>;

/** People who can be mentioned on a model, by the beginning of a name or of an address. */
export const FindColleagues = z.object({ model: ModelKey, q: z.string().check(z.maxLength(100)) });
export type FindColleagues = z.infer<typeof FindColleagues>;
