import { EnvironmentRow } from '@countersign/contracts';
import { listEnvironments, makeEnvironment } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

const MakeEnvironment = z.object({
  key: z.string().check(z.regex(/^[a-z0-9-]{2,64}$/)),
  production: z.boolean(),
  requiredStage: z.enum(['registered', 'reviewed', 'approved']),
});

export const environmentRouter = router({
  list: procedure.output(z.array(EnvironmentRow)).query(({ ctx }) => listEnvironments(ctx.by)),
  make: procedure
    .input(MakeEnvironment)
    .output(EnvironmentRow)
    .mutation(({ ctx, input }) => makeEnvironment(ctx.by, input)),
});
