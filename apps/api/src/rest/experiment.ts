import {
  ExperimentAddress,
  ExperimentPage,
  ExperimentsPage,
  LoggedRuns,
  LogRunsBody,
  MetricHistory,
  ModelKey,
  RunAddress,
  RunChoice,
  RunPage,
  RunsPage,
} from '@countersign/contracts';
import {
  exportRuns,
  listExperiments,
  listRuns,
  logRuns,
  readExperiment,
  readHistory,
  readRun,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery, several } from './query.ts';
import { route } from './route.ts';
import { sendPieces } from './send-pieces.ts';

const Choice = z.extend(RunChoice, {
  columns: several(z.string().check(z.maxLength(400)), 50),
});

export const experimentRoutes = [
  route('GET /models/{model}/experiments', {
    summary: 'Experiments of a model, the one that was logged to last first.',
    scope: 'read',
    params: z.object({ model: ModelKey }),
    query: PageQuery,
    reply: ExperimentsPage,
    answer: (ctx, { params, query }) => listExperiments(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/experiments/{experiment}', {
    summary: 'An experiment, and which parameters, metrics and tags its runs have.',
    scope: 'read',
    params: ExperimentAddress,
    reply: ExperimentPage,
    answer: (ctx, { params }) => readExperiment(ctx, params),
  }),
  route('POST /models/{model}/experiments/{experiment}/runs', {
    summary:
      'Logs runs, or more of runs that are there: up to 1,000 runs and 10,000 facts, all or nothing. What was logged already is passed over; a parameter never changes.',
    scope: 'register',
    params: ExperimentAddress,
    json: LogRunsBody,
    status: 201,
    reply: LoggedRuns,
    answer: (ctx, { params, json }) => logRuns(ctx, { ...params, ...json }),
  }),
  route('GET /models/{model}/experiments/{experiment}/runs', {
    summary:
      'Runs that meet a filter such as metrics.rmse < 1 and params.model = "tree", in the order of any column (metrics.rmse desc), with the cells of chosen columns.',
    scope: 'read',
    params: ExperimentAddress,
    query: z.extend(Choice, PageQuery.shape),
    reply: RunsPage,
    answer: (ctx, { params, query }) => listRuns(ctx, { ...params, ...query }),
  }),
  route('GET /models/{model}/experiments/{experiment}/runs.csv', {
    summary: 'The same as a table, all of it.',
    scope: 'read',
    params: ExperimentAddress,
    query: Choice,
    async answer(ctx, { params, query }, _, reply) {
      return sendPieces(await exportRuns(ctx, { ...params, ...query }), reply);
    },
  }),
  route('GET /models/{model}/experiments/{experiment}/runs/{run}', {
    summary: 'Everything that was logged of a run, with the latest value of each metric.',
    scope: 'read',
    params: RunAddress,
    reply: RunPage,
    answer: (ctx, { params }) => readRun(ctx, params),
  }),
  route('GET /models/{model}/experiments/{experiment}/runs/{run}/history', {
    summary: 'The history of one metric of a run, thinned out where it is long.',
    scope: 'read',
    params: RunAddress,
    query: z.object({ metric: z.string().check(z.minLength(1), z.maxLength(250)) }),
    reply: MetricHistory,
    answer: (ctx, { params, query }) => readHistory(ctx, { ...params, runs: [params.run], ...query }),
  }),
];
