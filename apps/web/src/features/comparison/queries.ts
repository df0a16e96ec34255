import type {
  CompareBehaviour,
  ComparedVersions,
  CompareNotebooks,
  ListGoldenRows,
} from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const comparisonQuery = (compared: ComparedVersions) =>
  queryOptions({
    queryKey: ['version', 'compare', compared],
    queryFn: () => api.version.compare.query(compared),
  });

export const behaviourQuery = (asked: CompareBehaviour) =>
  queryOptions({
    queryKey: ['version', 'compare-behaviour', asked],
    queryFn: () => api.version.compareBehaviour.query(asked),
  });

export const goldenRowsQuery = (asked: ListGoldenRows) =>
  queryOptions({
    queryKey: ['version', 'golden-rows', asked],
    queryFn: () => api.version.goldenRows.query(asked),
    // While both are executed the page is looked at by somebody who waits for it.
    refetchInterval: ({ state }) => {
      const scoring = state.data?.scoring?.state;
      return scoring === 'queued' || scoring === 'running' ? 1_000 : false;
    },
  });

export const notebookPairQuery = (input: CompareNotebooks) =>
  queryOptions({
    queryKey: ['notebook', 'compare', input],
    queryFn: () => api.notebook.compare.query(input),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const versioningQuery = (model: string, after: string | undefined) =>
  queryOptions({
    queryKey: ['version', 'versioning', model, after],
    queryFn: () => api.model.versioning.query({ model, after }),
  });
