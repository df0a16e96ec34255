import { DeclareVarying, ModelKey, VaryingDeclared, VaryingPage } from '@countersign/contracts';
import { declareVarying, readVarying } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const changeClassRouter = router({
  varying: procedure
    .input(z.object({ model: ModelKey }))
    .output(VaryingPage)
    .query(({ ctx, input }) => readVarying(ctx.by, input)),
  declareVarying: procedure
    .input(DeclareVarying)
    .output(VaryingDeclared)
    .mutation(({ ctx, input }) => declareVarying(ctx.by, input)),
});
