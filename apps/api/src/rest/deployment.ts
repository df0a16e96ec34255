import {
  Deploy,
  DeployExpedited,
  Deployed,
  DeploymentRow,
  EnvironmentBoard,
  EnvironmentRow,
  Id,
  InEnvironment,
  ModelKey,
  Promote,
  pageOf,
  ResumeDeployment,
  VersionLabel,
} from '@countersign/contracts';
import {
  deployExpedited,
  deployVersion,
  listDeployments,
  listEnvironments,
  promoteVersion,
  readBoards,
  resumeDeployment,
  rollbackTo,
  stopVersion,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

const OneModel = z.object({ model: ModelKey });
const There = z.omit(InEnvironment, { model: true });

export const deploymentRoutes = [
  route('GET /environments', {
    summary: 'Environments.',
    scope: 'read',
    reply: z.object({ items: z.array(EnvironmentRow) }),
    answer: async (ctx) => ({ items: await listEnvironments(ctx) }),
  }),
  route('GET /deployments', {
    summary: 'Deployments, newest first.',
    scope: 'read',
    query: z.extend(PageQuery, {
      model: z.optional(ModelKey),
      version: z.optional(VersionLabel),
      environment: z.optional(z.string().check(z.maxLength(64))),
      state: z.optional(z.enum(['serving', 'suspended', 'ended'])),
    }),
    reply: pageOf(DeploymentRow),
    answer: (ctx, { query }) => listDeployments(ctx, query),
  }),
  route('GET /models/{model}/deployments', {
    summary: 'Per environment: what serves, and what could.',
    scope: 'read',
    params: OneModel,
    reply: z.object({ items: z.array(EnvironmentBoard) }),
    answer: async (ctx, { params }) => ({ items: await readBoards(ctx, params) }),
  }),
  route('POST /models/{model}/deployments', {
    summary: 'Deploys a version; in production its go-live must have been signed.',
    scope: 'operate',
    params: OneModel,
    json: z.omit(Deploy, { model: true }),
    status: 201,
    reply: Deployed,
    answer: (ctx, { params, json }) => deployVersion(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/deployments/promote', {
    summary: 'Makes a challenger or shadow the champion.',
    scope: 'operate',
    params: OneModel,
    json: z.omit(Promote, { model: true }),
    reply: Deployed,
    answer: (ctx, { params, json }) => promoteVersion(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/deployments/stop', {
    summary: 'Stops a version in an environment. Never waits for a signature.',
    scope: 'operate',
    params: OneModel,
    json: There,
    reply: Deployed,
    answer: (ctx, { params, json }) => stopVersion(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/deployments/rollback', {
    summary: 'Goes back to a version that was champion there before. Needs no new signature.',
    scope: 'operate',
    params: OneModel,
    json: There,
    reply: Deployed,
    answer: (ctx, { params, json }) => rollbackTo(ctx, { ...params, ...json }),
  }),
  route('POST /models/{model}/deployments/expedited', {
    summary: 'A forward fix on one independent signature and an incident, for at most 72 hours.',
    scope: 'operate',
    params: OneModel,
    json: z.omit(DeployExpedited, { model: true }),
    status: 201,
    reply: Deployed,
    answer: (ctx, { params, json }) => deployExpedited(ctx, { ...params, ...json }),
  }),
  route('POST /deployments/{deploymentId}/resume', {
    summary: 'Resumes a deployment that a block suspended, once the block is lifted.',
    scope: 'operate',
    params: z.object({ deploymentId: Id }),
    json: z.omit(ResumeDeployment, { deploymentId: true }),
    reply: Deployed,
    answer: (ctx, { params, json }) => resumeDeployment(ctx, { ...params, ...json }),
  }),
];
