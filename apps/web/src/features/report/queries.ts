import type { Page, ReportRow } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

const isMade = ({ state }: ReportRow) => state === 'queued' || state === 'running';

/** How far a report is, is no entry: while one is being made it is asked for every second. */
export const reportsQuery = (page: Page) =>
  queryOptions({
    queryKey: ['report', 'list', page],
    queryFn: () => api.report.list.query(page),
    refetchInterval: ({ state }) => (state.data?.items.some(isMade) ? 1_000 : false),
  });
