import type { RescoredSearch, RescoringPair, RescoringRow, RescoringSearch } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const isUnderWay = ({ state }: Pick<RescoringRow, 'state'>): boolean =>
  state === 'queued' || state === 'running';

/** How far one is, is no entry: while it is under way it is asked for every second. */
export const rescoringQuery = (id: string) =>
  queryOptions({
    queryKey: ['rescoring', 'read', id],
    queryFn: () => api.rescoring.read.query({ id }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data) ? 1_000 : false),
  });

export const rescoringsQuery = (search: RescoringSearch) =>
  queryOptions({
    queryKey: ['rescoring', 'list', search],
    queryFn: () => api.rescoring.list.query(search),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 1_000 : false),
  });

export const rescoredQuery = (search: RescoredSearch) =>
  queryOptions({
    queryKey: ['rescoring', 'rows', search],
    queryFn: () => api.rescoring.rows.query(search),
  });

/** Asked for at the end alone: `state` is part of the key, so that it is asked once more then. */
export const worstQuery = ({ id, state }: Pick<RescoringRow, 'id' | 'state'>) =>
  queryOptions({
    queryKey: ['rescoring', 'worst', id, state],
    queryFn: () => api.rescoring.worst.query({ id }),
  });

export const extractsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rescoring', 'extracts', id],
    queryFn: () => api.rescoring.extracts.query({ id, limit: 200 }),
  });

export const outlookQuery = (pair: RescoringPair) =>
  queryOptions({
    queryKey: ['rescoring', 'outlook', pair],
    queryFn: () => api.rescoring.outlook.query(pair),
  });
