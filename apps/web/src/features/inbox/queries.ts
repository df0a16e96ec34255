import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const inboxQuery = (after: string | undefined) =>
  queryOptions({
    queryKey: ['inbox', after ?? null],
    queryFn: () => api.inbox.list.query({ limit: 50, after }),
  });
