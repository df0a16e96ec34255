import type { Page, VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const blastRadiusQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['recall', 'blast-radius', address],
    queryFn: () => api.recall.blastRadius.query(address),
  });

export const recallsQuery = (filter: Page & { open?: boolean }) =>
  queryOptions({ queryKey: ['recall', 'list', filter], queryFn: () => api.recall.list.query(filter) });
