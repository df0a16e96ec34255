import type { EntryFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const entriesQuery = (filter: EntryFilter) =>
  queryOptions({ queryKey: ['entry', 'list', filter], queryFn: () => api.entry.list.query(filter) });

export const entryQuery = (id: string) =>
  queryOptions({ queryKey: ['entry', 'read', id], queryFn: () => api.entry.read.query({ id }) });
