import type { Page, SearchFilter } from '@countersign/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const documentsQuery = (filter: SearchFilter) =>
  queryOptions({
    queryKey: ['search', filter],
    queryFn: ({ signal }) => api.search.documents.query(filter, { signal }),
    enabled: filter.q.trim() !== '',
    placeholderData: keepPreviousData,
  });

export const similarQuery = (model: string) =>
  queryOptions({
    queryKey: ['search', 'similar', model],
    queryFn: () => api.search.similar.query({ model }),
  });

export const unreadableQuery = (page: Page) =>
  queryOptions({
    queryKey: ['search', 'unreadable', page],
    queryFn: () => api.search.unreadable.query(page),
    // What is read anew is no entry.
    refetchInterval: ({ state }) =>
      state.data?.filling || state.data?.items.some(({ againAt }) => Date.parse(againAt) <= Date.now())
        ? 2_000
        : false,
  });
