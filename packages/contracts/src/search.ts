import * as z from 'zod/mini';
import { StageName, TierName } from './policy.ts';
import { BoundedCount, Id, Instant, Page, PersonRef, pageOf } from './primitives.ts';

/** What is found by words. A `notebook` is one cell of one; `notes` are release notes and errata, a `discussion` one comment. */
export const searchKinds = [
  'model',
  'version',
  'notes',
  'notebook',
  'dataset',
  'experiment',
  'run',
  'discussion',
] as const;
export type SearchKind = (typeof searchKinds)[number];

/** How long ago, at most. */
export const searchTimes = ['week', 'month', 'year'] as const;
export type SearchTime = (typeof searchTimes)[number];

/** Values that one facet takes at once. */
const mostValues = 20;
const several = <Value extends z.ZodMiniType>(value: Value) =>
  z.optional(z.array(value).check(z.maxLength(mostValues)));

/** Of one facet any value has to hold, of several facets one each. */
export const SearchFilter = z.extend(Page, {
  /** Words, all of which have to be there; "several words" together, or, and -word for what must not be there. The last word may be a beginning. */
  q: z.string().check(z.maxLength(200)),
  kinds: several(z.enum(searchKinds)),
  /** Keys. */
  models: several(z.string().check(z.maxLength(64))),
  stages: several(StageName),
  tiers: several(TierName),
  tags: several(z.string().check(z.maxLength(100))),
  /** Ids of people. */
  authors: several(Id),
  since: z.optional(z.enum(searchTimes)),
});
export type SearchFilter = z.infer<typeof SearchFilter>;

export const SearchHit = z.object({
  kind: z.enum(searchKinds),
  title: z.string(),
  /** The place of the text that has most of the words, in pieces; never HTML. */
  excerpt: z.array(z.object({ text: z.string(), marked: z.boolean() })),
  /** Address in the portal. */
  path: z.string(),
  model: z.object({ key: z.string(), name: z.string() }),
  /** The version that it belongs to; of what several versions hold, the newest. */
  version: z.nullable(z.string()),
  stage: z.nullable(StageName),
  by: z.nullable(PersonRef),
  at: Instant,
});
export type SearchHit = z.infer<typeof SearchHit>;

export const FacetValue = z.object({ value: z.string(), name: z.string(), count: z.int() });
export type FacetValue = z.infer<typeof FacetValue>;

/** How many there would be by each value, most first; `more`: these are counts of a part alone. */
const Facet = z.object({ values: z.array(FacetValue), more: z.boolean() });
export const searchFacets = ['kinds', 'models', 'stages', 'tiers', 'tags', 'authors', 'since'] as const;
export type SearchFacet = (typeof searchFacets)[number];

export const SearchPage = z.extend(pageOf(SearchHit), {
  /** `more`: those that are ranked are a part: the newest, and others. */
  total: BoundedCount,
  facets: z.object({
    kinds: Facet,
    models: Facet,
    stages: Facet,
    tiers: Facet,
    tags: Facet,
    authors: Facet,
    since: Facet,
  }),
  /** Models whose things can be found so far, while what is found is being gathered anew; null: all. */
  filling: z.nullable(z.object({ done: z.int(), of: z.int() })),
});
export type SearchPage = z.infer<typeof SearchPage>;

/** A model that has to do with what another one has to do with. */
export const SimilarModel = z.object({
  key: z.string(),
  name: z.string(),
  purpose: z.string(),
  tier: TierName,
  /** What both have, the rarest first. */
  shares: z.array(z.string()),
  /** 0 to 1: how much of what both are about is shared, weighted by rarity. */
  likeness: z.number(),
});
export type SimilarModel = z.infer<typeof SimilarModel>;
export const SimilarModels = z.object({ items: z.array(SimilarModel) });
export type SimilarModels = z.infer<typeof SimilarModels>;

/** How many models are gathered anew. */
export const SearchRebuilt = z.object({ models: z.int() });
export type SearchRebuilt = z.infer<typeof SearchRebuilt>;

/** What a thing that could not be read would have been found as; a `term` is what a model is likened to others by. */
export const unreadableParts = [
  'model',
  'version',
  'notes',
  'notebook',
  'dataset',
  'experiment',
  'run',
  'thread',
  'term',
] as const;

/** Something that no search finds, because it could not be read when what is found was gathered. */
export const UnreadableThing = z.object({
  part: z.enum(unreadableParts),
  /** Of the thing, for trying it again. */
  id: z.string(),
  title: z.string(),
  /** Address in the portal. Null where the thing is not there any more. */
  path: z.nullable(z.string()),
  /** What went wrong, as it was said. */
  reason: z.string(),
  tries: z.int(),
  since: Instant,
  /** When it is tried again by itself. */
  againAt: Instant,
});
export type UnreadableThing = z.infer<typeof UnreadableThing>;

/** The longest missing first, and how far gathering is. */
export const UnreadableList = z.extend(pageOf(UnreadableThing), {
  total: BoundedCount,
  filling: SearchPage.shape.filling,
});
export type UnreadableList = z.infer<typeof UnreadableList>;

/** One thing, or without one all of them. */
export const RetryUnreadable = z.object({
  thing: z.optional(
    z.object({ part: z.enum(unreadableParts), id: z.string().check(z.minLength(1), z.maxLength(1_000)) }),
  ),
});
export type RetryUnreadable = z.infer<typeof RetryUnreadable>;
/** How many are read again within a second or as soon as they have their turn. */
export const UnreadableRetried = z.object({ things: z.int() });
export type UnreadableRetried = z.infer<typeof UnreadableRetried>;
