import { ImportDone, ImportInput, ImportPlan, ImportsPage, ListImports } from '@countersign/contracts';
import { applyImport, listImports, planImport } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const importRouter = router({
  list: procedure
    .input(ListImports)
    .output(ImportsPage)
    .query(({ ctx, input }) => listImports(ctx.by, input)),
  /** A mutation by its form alone, because it takes long: nothing is written. */
  plan: procedure
    .input(ImportInput)
    .output(ImportPlan)
    .mutation(({ ctx, input }) => planImport(ctx.by, input)),
  carryOut: procedure
    .input(ImportInput)
    .output(ImportDone)
    .mutation(({ ctx, input }) => applyImport(ctx.by, input)),
});
