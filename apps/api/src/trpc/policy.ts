import { PolicyBody } from '@countersign/contracts';
import { listPolicies } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const policyRouter = router({
  list: procedure.output(z.array(PolicyBody)).query(({ ctx }) => listPolicies(ctx.by)),
});
