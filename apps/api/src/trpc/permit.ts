import { PermitTerms, Receipt, SetPermitTerms } from '@countersign/contracts';
import { listPermitTerms, setPermitTerms } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const permitRouter = router({
  terms: procedure.output(z.array(PermitTerms)).query(({ ctx }) => listPermitTerms(ctx.by)),
  setTerms: procedure
    .input(SetPermitTerms)
    .output(Receipt)
    .mutation(({ ctx, input }) => setPermitTerms(ctx.by, input)),
});
