import { Id, OpenRequest, Receipt, WithdrawRequest } from '@countersign/contracts';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';
import { openRequest, withdrawRequest } from './use-cases.ts';

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
