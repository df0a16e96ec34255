import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { FilePath } from './manifest.ts';
import { Id, Instant, ModelKey, Page, PersonRef, Prose, Reason, VersionLabel } from './primitives.ts';

/** Markdown, and the people whom it calls: each of them finds it in their inbox. */
const said = {
  text: Prose(limits.commentText),
  mentions: z.optional(z.array(Id).check(z.maxLength(limits.mentions))),
};

/** A thread about the version, or about a piece of its evidence or one of its files. */
export const OpenThread = z.object({
  model: ModelKey,
  version: VersionLabel,
  evidenceId: z.optional(Id),
  path: z.optional(FilePath),
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

/** People who can be mentioned on a model, by the beginning of a name or of an address. */
export const FindColleagues = z.object({ model: ModelKey, q: z.string().check(z.maxLength(100)) });
export type FindColleagues = z.infer<typeof FindColleagues>;
