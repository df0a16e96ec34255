import * as z from 'zod/mini';
import { Id, Instant, Line, ModelKey, PersonRef, Prose, Reason, Receipt } from './primitives.ts';

/** Kinds of attributes that people are protected by; `other` is said in words. */
export const sensitiveAttributes = [
  'age',
  'sex',
  'gender-identity',
  'nationality',
  'ethnic-origin',
  'language',
  'religion',
  'political-opinion',
  'trade-union',
  'health',
  'disability',
  'sexual-orientation',
  'genetic-or-biometric',
  'family-status',
  'place-of-residence',
  'other',
] as const;
export const SensitiveAttribute = z.enum(sensitiveAttributes);
export type SensitiveAttribute = z.infer<typeof SensitiveAttribute>;

const saidInWords = z.refine<{ attribute: SensitiveAttribute; words?: string | undefined }>(
  ({ attribute, words }) => attribute !== 'other' || (words ?? '').trim() !== '',
  { message: 'another attribute is said in words', path: ['words'] },
);

const marked = {
  /** Name of an input, or of a column of the data; the same in every version. */
  field: Line(200),
  attribute: SensitiveAttribute,
  /** What is meant, where the kind does not say it; required for `other`. */
  words: z.optional(Line(200)),
};

/** As a manifest names it. */
export const SensitiveField = z.object(marked).check(saidInWords);
export type SensitiveField = z.infer<typeof SensitiveField>;

export const MarkSensitive = z.object({ model: ModelKey, ...marked }).check(saidInWords);
export type MarkSensitive = z.infer<typeof MarkSensitive>;

export const UnmarkSensitive = z.object({ model: ModelKey, field: Line(200), reason: Prose(2_000) });
export type UnmarkSensitive = z.infer<typeof UnmarkSensitive>;

/** What a mark says of a field. */
export const SensitiveMark = z.object({
  attribute: SensitiveAttribute,
  words: z.nullable(z.string()),
  by: PersonRef,
  at: Instant,
});
export type SensitiveMark = z.infer<typeof SensitiveMark>;

export const SensitiveRow = z.object({
  id: Id,
  field: z.string(),
  mark: SensitiveMark,
  /** Labels of versions whose schema has this input, the newest first: at most five. Empty: a column of the data alone. */
  versions: z.array(z.string()),
});
export type SensitiveRow = z.infer<typeof SensitiveRow>;

/** A model's marks by field; their number is bounded (`limits.sensitiveFields`). */
export const SensitivePage = z.object({
  items: z.array(SensitiveRow),
  /** Inputs of the newest version that are not marked. */
  unmarked: z.array(z.string()),
  /** Why this reader may not mark; empty means that they may. */
  mayMark: z.array(Reason),
});
export type SensitivePage = z.infer<typeof SensitivePage>;

export const SensitiveMarked = z.object({ markId: Id, receipt: Receipt });
