import { Id, OpenRequest, Receipt, WithdrawRequest } from '@countersign/contracts';
import { openRequest, withdrawRequest } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const requestRouter = router({
  open: procedure
    .input(OpenRequest)
    .output(z.object({ requestId: Id, receipt: Receipt }))
    .mutation(({ ctx, input }) => openRequest(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawRequest)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawRequest(ctx.by, input)),
});
