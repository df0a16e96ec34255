import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const holdsQuery = (page: { after?: string; standing?: boolean }) =>
  queryOptions({
    queryKey: ['erasure', 'holds', page],
    queryFn: () => api.erasure.holds.query({ limit: 50, ...page }),
  });
