import { PolicyBody } from '@countersign/contracts';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';
import { listPolicies } from './use-cases.ts';

export const policyRouter = router({
  list: procedure.output(z.array(PolicyBody)).query(({ ctx }) => listPolicies(ctx.by, undefined)),
});
