import { Found } from '@countersign/contracts';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';
import { findAnything } from './use-cases.ts';

export const findRouter = router({
  search: procedure
    .input(z.object({ q: z.string().check(z.maxLength(200)) }))
    .output(Found)
    .query(({ ctx, input }) => findAnything(ctx.by, input)),
});
