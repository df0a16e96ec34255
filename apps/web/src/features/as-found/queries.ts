import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const batchesQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['as-found', 'list', after ?? null],
    queryFn: () => api.asFound.list.query({ limit: 50, after }),
  });

export const batchQuery = (batchId: string, after: string | undefined) =>
  queryOptions({
    queryKey: ['as-found', 'read', batchId, after ?? null],
    queryFn: () => api.asFound.read.query({ batchId, limit: 50, after }),
  });
