import type { ExpandLineage, LineageFilter, ReachFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const lineageQuery = (filter: LineageFilter) =>
  queryOptions({ queryKey: ['lineage', filter], queryFn: () => api.lineage.read.query(filter) });

export const reachQuery = (filter: ReachFilter) =>
  queryOptions({ queryKey: ['lineage', 'reach', filter], queryFn: () => api.lineage.reach.query(filter) });

export const expand = (input: ExpandLineage) => api.lineage.expand.query(input);
