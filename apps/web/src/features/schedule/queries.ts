import type { Page, ScheduleRow } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

const isUnderWay = ({ runs }: ScheduleRow) => runs.some(({ settledAt }) => settledAt === null);

/** How far a report is, is no entry: while one is being made it is asked for again. */
export const schedulesQuery = (page: Page) =>
  queryOptions({
    queryKey: ['schedule', 'list', page],
    queryFn: () => api.schedule.list.query(page),
    refetchInterval: ({ state }) => (state.data?.items.some(isUnderWay) ? 5_000 : false),
  });
