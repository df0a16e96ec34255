import {
  Deploy,
  DeployExpedited,
  Deployed,
  DeploymentRow,
  EnvironmentBoard,
  InEnvironment,
  ModelKey,
  NotRunningFilter,
  NotRunningPage,
  ObservedFilter,
  ObservedPage,
  Page,
  Promote,
  pageOf,
  ResumeDeployment,
  VersionLabel,
} from '@countersign/contracts';
import {
  deployExpedited,
  deployVersion,
  listDeployments,
  listNotRunning,
  listObserved,
  promoteVersion,
  readBoards,
  resumeDeployment,
  rollbackTo,
  stopVersion,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const DeploymentFilter = z.extend(Page, {
  model: z.optional(ModelKey),
  version: z.optional(VersionLabel),
  environment: z.optional(z.string().check(z.maxLength(64))),
  state: z.optional(z.enum(['serving', 'suspended', 'ended'])),
});

export const deploymentRouter = router({
  list: procedure
    .input(DeploymentFilter)
    .output(pageOf(DeploymentRow))
    .query(({ ctx, input }) => listDeployments(ctx.by, input)),
  board: procedure
    .input(z.object({ model: ModelKey }))
    .output(z.array(EnvironmentBoard))
    .query(({ ctx, input }) => readBoards(ctx.by, input)),
  observed: procedure
    .input(ObservedFilter)
    .output(ObservedPage)
    .query(({ ctx, input }) => listObserved(ctx.by, input)),
  notRunning: procedure
    .input(NotRunningFilter)
    .output(NotRunningPage)
    .query(({ ctx, input }) => listNotRunning(ctx.by, input)),
  deploy: procedure
    .input(Deploy)
    .output(Deployed)
    .mutation(({ ctx, input }) => deployVersion(ctx.by, input)),
  promote: procedure
    .input(Promote)
    .output(Deployed)
    .mutation(({ ctx, input }) => promoteVersion(ctx.by, input)),
  stop: procedure
    .input(InEnvironment)
    .output(Deployed)
    .mutation(({ ctx, input }) => stopVersion(ctx.by, input)),
  rollback: procedure
    .input(InEnvironment)
    .output(Deployed)
    .mutation(({ ctx, input }) => rollbackTo(ctx.by, input)),
  resume: procedure
    .input(ResumeDeployment)
    .output(Deployed)
    .mutation(({ ctx, input }) => resumeDeployment(ctx.by, input)),
  deployExpedited: procedure
    .input(DeployExpedited)
    .output(Deployed)
    .mutation(({ ctx, input }) => deployExpedited(ctx.by, input)),
});
