import { Found } from '@countersign/contracts';
import { findAnything } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const findRouter = router({
  search: procedure
    .input(z.object({ q: z.string().check(z.maxLength(200)) }))
    .output(Found)
    .query(({ ctx, input }) => findAnything(ctx.by, input)),
});
