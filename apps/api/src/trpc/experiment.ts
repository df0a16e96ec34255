import {
  CompareRuns,
  CountRuns,
  DeleteRunView,
  ExperimentAddress,
  ExperimentPage,
  ExperimentsPage,
  ListExperiments,
  ListRuns,
  MetricHistory,
  ReadHistory,
  RunAddress,
  RunPage,
  RunsComparison,
  RunsCount,
  RunsPage,
  RunView,
  SaveRunView,
} from '@countersign/contracts';
import {
  compareRuns,
  countRuns,
  deleteRunView,
  listExperiments,
  listRuns,
  listRunViews,
  readExperiment,
  readHistory,
  readRun,
  saveRunView,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const experimentRouter = router({
  list: procedure
    .input(ListExperiments)
    .output(ExperimentsPage)
    .query(({ ctx, input }) => listExperiments(ctx.by, input)),
  read: procedure
    .input(ExperimentAddress)
    .output(ExperimentPage)
    .query(({ ctx, input }) => readExperiment(ctx.by, input)),
  runs: procedure
    .input(ListRuns)
    .output(RunsPage)
    .query(({ ctx, input }) => listRuns(ctx.by, input)),
  count: procedure
    .input(CountRuns)
    .output(RunsCount)
    .query(({ ctx, input }) => countRuns(ctx.by, input)),
  run: procedure
    .input(RunAddress)
    .output(RunPage)
    .query(({ ctx, input }) => readRun(ctx.by, input)),
  compare: procedure
    .input(CompareRuns)
    .output(RunsComparison)
    .query(({ ctx, input }) => compareRuns(ctx.by, input)),
  history: procedure
    .input(ReadHistory)
    .output(MetricHistory)
    .query(({ ctx, input }) => readHistory(ctx.by, input)),
  views: procedure
    .input(ExperimentAddress)
    .output(z.array(RunView))
    .query(({ ctx, input }) => listRunViews(ctx.by, input)),
  saveView: procedure
    .input(SaveRunView)
    .output(RunView)
    .mutation(({ ctx, input }) => saveRunView(ctx.by, input)),
  deleteView: procedure
    .input(DeleteRunView)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteRunView(ctx.by, input)),
});
