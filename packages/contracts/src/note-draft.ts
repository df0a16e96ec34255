import * as z from 'zod/mini';
import { NoteSection, noteSectionNames } from './note-section.ts';
import { Id, Instant, ModelKey, Page, VersionLabel } from './primitives.ts';

/** Notes of a version drafted from what differs from another one; without `against` from the version before it. */
export const DraftNotes = z.object({
  model: ModelKey,
  version: VersionLabel,
  against: z.optional(VersionLabel),
});
export type DraftNotes = z.infer<typeof DraftNotes>;

export const draftParts = [
  'schema',
  'metrics',
  'golden-set',
  'parameters',
  'training-data',
  'build-environment',
  'files',
] as const;
export type DraftPart = (typeof draftParts)[number];

/** One sentence, and the fact that it was made from. */
export const DraftedSentence = z.object({
  section: z.enum(noteSectionNames),
  /** Markdown, one line. */
  text: z.string(),
  /** The part of the comparison that has it, and its name there. */
  fact: z.object({ part: z.enum(draftParts), name: z.string() }),
  /** Checked: computed from stored bytes. Claimed: as the makers of the versions registered it. */
  basis: z.enum(['checked', 'claimed']),
});
export type DraftedSentence = z.infer<typeof DraftedSentence>;

export const NotesDraft = z.object({
  version: VersionLabel,
  /** What it was compared with; null for the first version, of which nothing can be drafted. */
  against: z.nullable(VersionLabel),
  sentences: z.array(DraftedSentence),
  /** Differences that have no sentence of their own, by part: too many of them. */
  left: z.array(z.object({ part: z.enum(draftParts), count: z.int() })),
  /** The five sections with those sentences; a section without any is a heading alone. */
  markdown: z.string(),
});
export type NotesDraft = z.infer<typeof NotesDraft>;

export const NotesFeedFilter = z.object({ model: ModelKey, ...Page.shape });
export type NotesFeedFilter = z.infer<typeof NotesFeedFilter>;

/** A version's notes in the feed of its model. */
export const NotesFeedItem = z.object({
  versionId: Id,
  version: VersionLabel,
  /** The version before it by number; null for the first. */
  before: z.nullable(VersionLabel),
  registeredAt: Instant,
  by: z.string(),
  revision: z.int(),
  /** When these words were last changed: the revision in force, or the last erratum beside it. */
  updatedAt: Instant,
  description: z.string(),
  /** Of the notes in force, from the first 20,000 characters of them. */
  sections: z.array(NoteSection),
  /** The notes are longer than what is shown. */
  cut: z.boolean(),
  errata: z.int(),
});
export type NotesFeedItem = z.infer<typeof NotesFeedItem>;
