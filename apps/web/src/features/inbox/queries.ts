import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import type { InboxSearch } from './search.ts';

export const inboxQuery = ({ after, gate, model, due }: InboxSearch = {}) =>
  queryOptions({
    queryKey: ['inbox', { after, gate, model, due }],
    queryFn: () => api.inbox.list.query({ limit: 50, after, gate, model, dueBy: due }),
  });
