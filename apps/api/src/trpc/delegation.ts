import { DelegationRow, EndDelegation, MakeDelegation, OnePerson, Receipt } from '@countersign/contracts';
import { endDelegation, listDelegations, makeDelegation } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const delegationRouter = router({
  list: procedure
    .input(OnePerson)
    .output(z.array(DelegationRow))
    .query(({ ctx, input }) => listDelegations(ctx.by, input)),
  make: procedure
    .input(MakeDelegation)
    .output(z.object({ delegationId: z.uuid(), receipt: Receipt }))
    .mutation(({ ctx, input }) => makeDelegation(ctx.by, input)),
  end: procedure
    .input(EndDelegation)
    .output(Receipt)
    .mutation(({ ctx, input }) => endDelegation(ctx.by, input)),
});
