import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const holdsQuery = (page: { after?: string; standing?: boolean }) =>
  queryOptions({
    queryKey: ['erasure', 'holds', page],
    queryFn: () => api.erasure.holds.query({ limit: 50, ...page }),
  });

export const retentionQuery = (page: { after?: string | undefined }) =>
  queryOptions({
    queryKey: ['retention', 'list', page],
    queryFn: () => api.retention.list.query({ limit: 50, ...page }),
  });

export const retentionDueQuery = (page: { classId: string; after?: string | undefined }) =>
  queryOptions({
    queryKey: ['retention', 'due', page],
    queryFn: () => api.retention.due.query({ limit: 50, ...page }),
  });
