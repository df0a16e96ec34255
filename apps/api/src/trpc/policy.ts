import { ModelKey, PoliciesPage, PolicyPublished, SetSwitching } from '@countersign/contracts';
import { listPolicies, setSwitching } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const policyRouter = router({
  list: procedure
    .input(z.object({ model: z.optional(ModelKey) }))
    .output(PoliciesPage)
    .query(({ ctx, input }) => listPolicies(ctx.by, input)),
  setSwitching: procedure
    .input(SetSwitching)
    .output(PolicyPublished)
    .mutation(({ ctx, input }) => setSwitching(ctx.by, input)),
});
