import * as z from 'zod/mini';
import { Instant, Line, ModelKey, ModelRef, PersonRef, Prose, Reason, Receipt } from './primitives.ts';

/**
 * Where a model's predictions say whom they are about. `input`: in a field of the inputs, whether a version reads it or
 * not; `request`: beside the inputs (`subjects` of a request, `subject` of a recorded line); `none`: callers may name one or not.
 */
export const subjectSources = ['input', 'request', 'none'] as const;
export type SubjectSource = (typeof subjectSources)[number];

/** What becomes of a row that names nobody, where a field is declared. */
export const unnamedRows = ['refuse', 'accept'] as const;
export type UnnamedRows = (typeof unnamedRows)[number];

export const DeclareSubjectField = z.object({
  model: ModelKey,
  source: z.enum(subjectSources),
  /** Name in the inputs; where the source is `input`, and only there. */
  field: z.optional(Line(200)),
  /** Where a field is declared, and only there; refused unless said otherwise. */
  unnamed: z.optional(z.enum(unnamedRows)),
  reason: Prose(2_000),
});
export type DeclareSubjectField = z.infer<typeof DeclareSubjectField>;

export const SubjectField = z.object({
  source: z.enum(subjectSources),
  field: z.nullable(z.string()),
  unnamed: z.nullable(z.enum(unnamedRows)),
  /** Null for what a model begins with: none, without anybody's choice. */
  since: z.nullable(Instant),
  reason: z.nullable(z.string()),
  by: z.nullable(PersonRef),
});
export type SubjectField = z.infer<typeof SubjectField>;
export const SubjectFieldDeclared = z.object({ subjectField: SubjectField, receipt: Receipt });
export type SubjectFieldDeclared = z.infer<typeof SubjectFieldDeclared>;

export const SubjectFieldPage = z.object({
  model: ModelRef,
  current: SubjectField,
  /** The latest declarations before the current one, at most fifty. */
  earlier: z.array(SubjectField),
  /** Inputs of the newest version, to choose from. */
  inputs: z.array(z.string()),
  /** Labels of versions that have the declared field as an input, the newest first: at most five. */
  versions: z.array(z.string()),
  /** Why this reader may not declare a field that demands more; empty means that they may. */
  mayDeclare: z.array(Reason),
  /** The same for ending or loosening what is declared. */
  mayLoosen: z.array(Reason),
});
export type SubjectFieldPage = z.infer<typeof SubjectFieldPage>;
