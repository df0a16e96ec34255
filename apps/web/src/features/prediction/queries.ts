import type { PredictionSearch } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const predictionQuery = (id: string) =>
  queryOptions({
    queryKey: ['prediction', 'read', id],
    queryFn: () => api.prediction.read.query({ id }),
  });

export const predictionsQuery = (filter: PredictionSearch) =>
  queryOptions({
    queryKey: ['prediction', 'list', filter],
    queryFn: () => api.prediction.list.query(filter),
  });
