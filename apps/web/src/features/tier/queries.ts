import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const tierQuery = (model: string) =>
  queryOptions({ queryKey: ['tier', 'read', model], queryFn: () => api.tier.read.query({ model }) });

export const waitingTiersQuery = queryOptions({
  queryKey: ['tier', 'waiting'],
  queryFn: () => api.tier.waiting.query({ limit: 50 }),
});
