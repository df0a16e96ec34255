import type { FindingFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const findingsQuery = (filter: FindingFilter) =>
  queryOptions({ queryKey: ['finding', 'list', filter], queryFn: () => api.finding.list.query(filter) });
