import type { SearchFacet, SearchKind, SearchTime, UnreadableThing } from '@countersign/contracts';

export const searchKindWord: Readonly<Record<SearchKind, string>> = {
  model: 'Model',
  version: 'Version',
  notes: 'Release notes',
  notebook: 'Notebook',
  dataset: 'Data',
  experiment: 'Experiment',
  run: 'Run',
  discussion: 'Discussion',
};
export const searchTimeWord: Readonly<Record<SearchTime, string>> = {
  week: 'Last 7 days',
  month: 'Last 31 days',
  year: 'Last year',
};
export const facetWord: Readonly<Record<SearchFacet, string>> = {
  kinds: 'Kind',
  models: 'Model',
  stages: 'Stage',
  tiers: 'Tier',
  tags: 'Tag',
  authors: 'By',
  since: 'Time',
};
export const unreadablePartWord: Readonly<Record<UnreadableThing['part'], string>> = {
  ...searchKindWord,
  thread: 'Discussion',
  term: 'Similar models',
};
