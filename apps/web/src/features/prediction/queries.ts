import type { PredictionSearch } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const predictionQuery = (id: string) =>
  queryOptions({
    queryKey: ['prediction', 'read', id],
    queryFn: () => api.prediction.read.query({ id }),
  });

/** Asked for again until it is sealed. */
export const proofQuery = (id: string) =>
  queryOptions({
    queryKey: ['prediction', 'proof', id],
    queryFn: () => api.prediction.proof.query({ id }),
    refetchInterval: ({ state }) => (state.data?.state === 'pending' ? 5_000 : false),
  });

export const predictionsQuery = (filter: PredictionSearch) =>
  queryOptions({
    queryKey: ['prediction', 'list', filter],
    queryFn: () => api.prediction.list.query(filter),
  });
