import type { NotRunningFilter, ObservedFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const observedQuery = (filter: ObservedFilter) =>
  queryOptions({
    queryKey: ['deployment', 'observed', filter],
    queryFn: () => api.deployment.observed.query(filter),
  });

export const notRunningQuery = (filter: NotRunningFilter) =>
  queryOptions({
    queryKey: ['deployment', 'not-running', filter],
    queryFn: () => api.deployment.notRunning.query(filter),
  });

export const permitTermsQuery = () =>
  queryOptions({ queryKey: ['permit', 'terms'], queryFn: () => api.permit.terms.query() });
