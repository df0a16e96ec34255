import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

/** They change with the product alone. */
export const ruleSetsQuery = queryOptions({
  queryKey: ['rule-set', 'list'],
  queryFn: () => api.ruleSet.list.query(),
  staleTime: Number.POSITIVE_INFINITY,
});
