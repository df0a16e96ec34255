import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const completenessQuery = (filter: { model: string; from?: string; to?: string }) =>
  queryOptions({
    queryKey: ['completeness', 'read', filter],
    queryFn: () => api.model.completeness.query(filter),
  });
