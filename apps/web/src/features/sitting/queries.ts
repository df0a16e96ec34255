import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const sittingQuery = (sittingId: string) =>
  queryOptions({
    queryKey: ['sitting', sittingId],
    queryFn: () => api.sitting.read.query({ sittingId }),
    enabled: sittingId !== '',
  });
