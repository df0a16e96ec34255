import type { Page, SampleRow } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

const isMade = ({ state }: SampleRow) => state === 'queued' || state === 'running';

/** How far a sample is, is no entry: while one is being packed it is asked for every second. */
export const samplesQuery = (page: Page) =>
  queryOptions({
    queryKey: ['sample', 'list', page],
    queryFn: () => api.sample.list.query(page),
    refetchInterval: ({ state }) => (state.data?.items.some(isMade) ? 1_000 : false),
  });
