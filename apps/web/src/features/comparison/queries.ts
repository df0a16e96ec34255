import type { ComparedVersions } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const comparisonQuery = (compared: ComparedVersions) =>
  queryOptions({
    queryKey: ['version', 'compare', compared],
    queryFn: () => api.version.compare.query(compared),
  });

export const versioningQuery = (model: string, after: string | undefined) =>
  queryOptions({
    queryKey: ['version', 'versioning', model, after],
    queryFn: () => api.model.versioning.query({ model, after }),
  });
