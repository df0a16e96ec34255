import type {
  CompareRuns,
  CountRuns,
  ExperimentAddress,
  ListExperiments,
  ListRuns,
  ReadHistory,
  RunAddress,
} from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const experimentsQuery = (asked: ListExperiments) =>
  queryOptions({ queryKey: ['experiment', 'list', asked], queryFn: () => api.experiment.list.query(asked) });

export const experimentQuery = (asked: ExperimentAddress) =>
  queryOptions({ queryKey: ['experiment', 'read', asked], queryFn: () => api.experiment.read.query(asked) });

export const runsQuery = (asked: ListRuns) =>
  queryOptions({ queryKey: ['experiment', 'runs', asked], queryFn: () => api.experiment.runs.query(asked) });

export const countQuery = (asked: CountRuns) =>
  queryOptions({
    queryKey: ['experiment', 'count', asked],
    queryFn: () => api.experiment.count.query(asked),
  });

export const runQuery = (asked: RunAddress) =>
  queryOptions({ queryKey: ['experiment', 'run', asked], queryFn: () => api.experiment.run.query(asked) });

export const compareQuery = (asked: CompareRuns) =>
  queryOptions({
    queryKey: ['experiment', 'compare', asked],
    queryFn: () => api.experiment.compare.query(asked),
  });

export const historyQuery = (asked: ReadHistory) =>
  queryOptions({
    queryKey: ['experiment', 'history', asked],
    queryFn: () => api.experiment.history.query(asked),
  });

export const viewsQuery = (asked: ExperimentAddress) =>
  queryOptions({
    queryKey: ['experiment', 'views', asked],
    queryFn: () => api.experiment.views.query(asked),
  });
