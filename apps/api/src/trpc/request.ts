import {
  GoalProposal,
  Id,
  OpenExpedited,
  OpenRequest,
  Receipt,
  VersionAddress,
  WithdrawRequest,
} from '@countersign/contracts';
import { openExpedited, openRequest, proposeGoal, withdrawRequest } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

const Opened = z.object({ requestId: Id, receipt: Receipt });

export const requestRouter = router({
  open: procedure
    .input(OpenRequest)
    .output(Opened)
    .mutation(({ ctx, input }) => openRequest(ctx.by, input)),
  goalProposal: procedure
    .input(VersionAddress)
    .output(GoalProposal)
    .query(({ ctx, input }) => proposeGoal(ctx.by, input)),
  openExpedited: procedure
    .input(OpenExpedited)
    .output(Opened)
    .mutation(({ ctx, input }) => openExpedited(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawRequest)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawRequest(ctx.by, input)),
});
