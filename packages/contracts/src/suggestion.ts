import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { Comment, Id, Instant, PersonRef, Reason } from './primitives.ts';

export const suggestedDatasetFields = ['uri', 'digest', 'query', 'rows'] as const;

/** What a request for changes proposes instead: a text, the value of a claimed metric, a field of a dataset reference. */
export const SuggestionInput = z.discriminatedUnion('part', [
  z.object({ part: z.literal('release-notes'), text: z.string().check(z.maxLength(limits.releaseNotes)) }),
  z.object({ part: z.literal('description'), text: z.string().check(z.maxLength(2_000)) }),
  z.object({
    part: z.literal('metric'),
    name: z.string().check(z.maxLength(100)),
    split: z.string().check(z.maxLength(100)),
    value: z.number(),
  }),
  z.object({
    part: z.literal('dataset'),
    name: z.string().check(z.maxLength(200)),
    field: z.enum(suggestedDatasetFields),
    value: z.string().check(z.maxLength(20_000)),
  }),
]);
export type SuggestionInput = z.infer<typeof SuggestionInput>;
export const suggestionParts = ['release-notes', 'description', 'metric', 'dataset'] as const;

export const SuggestionRow = z.object({
  id: Id,
  signOffId: Id,
  by: PersonRef,
  at: Instant,
  revision: z.int(),
  part: z.enum(suggestionParts),
  /** What it replaces, in words: "Release notes", "roc_auc on validation". */
  what: z.string(),
  before: z.string(),
  after: z.string(),
  /** Outdated: what it would replace is no longer there as it was. */
  state: z.enum(['open', 'outdated', 'applied', 'declined']),
  appliedRevision: z.nullable(z.int()),
  answeredBy: z.nullable(PersonRef),
  answeredAt: z.nullable(Instant),
  comment: z.string(),
});
export type SuggestionRow = z.infer<typeof SuggestionRow>;

export const SuggestionList = z.object({
  revision: z.int(),
  items: z.array(SuggestionRow),
  /** Why this person may not apply them now. */
  reasons: z.array(Reason),
});
export type SuggestionList = z.infer<typeof SuggestionList>;

/** Applies suggestions of one version together, as one amendment. */
export const ApplySuggestions = z.object({
  suggestionIds: z.array(Id).check(z.minLength(1), z.maxLength(limits.suggestions)),
  expectedRevision: z.int(),
});
export type ApplySuggestions = z.infer<typeof ApplySuggestions>;
export const DeclineSuggestion = z.object({ suggestionId: Id, comment: Comment });
export type DeclineSuggestion = z.infer<typeof DeclineSuggestion>;
