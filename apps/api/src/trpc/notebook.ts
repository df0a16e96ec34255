import { CompareNotebooks, NotebookComparison } from '@countersign/contracts';
import { compareNotebooks } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const notebookRouter = router({
  compare: procedure
    .input(CompareNotebooks)
    .output(NotebookComparison)
    .query(({ ctx, input }) => compareNotebooks(ctx.by, input)),
});
