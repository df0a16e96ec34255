import type { CountAffected, Page, VersionAddress } from '@countersign/contracts';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const blastRadiusQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['recall', 'blast-radius', address],
    queryFn: () => api.recall.blastRadius.query(address),
  });

export const recallsQuery = (filter: Page & { open?: boolean }) =>
  queryOptions({ queryKey: ['recall', 'list', filter], queryFn: () => api.recall.list.query(filter) });

/** How far the count is, is no entry: while it goes on it is asked for every second. */
export const recallBoardQuery = (recallId: string) =>
  queryOptions({
    queryKey: ['recall', 'read', recallId],
    queryFn: () => api.recall.board.query({ recallId }),
    refetchInterval: ({ state }) => (state.data?.affectedCount?.done === false ? 1_000 : false),
  });

/** Asked once the conditions are whole. */
export const affectedQuery = (asked: CountAffected) =>
  queryOptions({
    queryKey: ['recall', 'affected', asked],
    queryFn: () => api.recall.countAffected.query(asked),
    enabled: asked.conditions.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** The same answer as the version's page has. */
export const recalledVersionQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['version', 'read', address],
    queryFn: () => api.version.read.query(address),
  });

export const noticesQuery = ({ recallId, after }: { recallId: string; after: string | undefined }) =>
  queryOptions({
    queryKey: ['recall', 'notices', recallId, after],
    queryFn: () => api.notice.list.query({ recallId, after, limit: 50 }),
    placeholderData: keepPreviousData,
  });
