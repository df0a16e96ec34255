import type { CompareBehaviour, ComparedVersions, CompareNotebooks } from '@countersign/contracts';
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
