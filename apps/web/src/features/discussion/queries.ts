import type { CellThreadsOf, ThreadFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const threadsQuery = (filter: ThreadFilter) =>
  queryOptions({
    queryKey: ['discussion', 'threads', filter],
    queryFn: () => api.discussion.list.query(filter),
  });
export const cellThreadsQuery = (input: CellThreadsOf) =>
  queryOptions({
    queryKey: ['discussion', 'cells', input],
    queryFn: () => api.discussion.ofCells.query(input),
  });
export const colleaguesQuery = (model: string, q: string) =>
  queryOptions({
    queryKey: ['discussion', 'colleagues', model, q],
    queryFn: ({ signal }) => api.discussion.colleagues.query({ model, q }, { signal }),
    placeholderData: (before) => before,
  });
