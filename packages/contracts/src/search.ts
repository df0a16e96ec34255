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
