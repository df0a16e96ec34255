import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { choiceOf, type InboxSearch } from './search.ts';

export const inboxQuery = (search: InboxSearch = {}) =>
  queryOptions({
    queryKey: ['inbox', { after: search.after, ...choiceOf(search) }],
    queryFn: () => api.inbox.list.query({ limit: 50, after: search.after, ...choiceOf(search) }),
  });

export const filtersQuery = queryOptions({
  queryKey: ['inbox', 'filters'],
  queryFn: () => api.inbox.filters.query(),
});
