import { AsOfModels, AsOfModelsFilter, AsOfRoles, AsOfRolesFilter } from '@countersign/contracts';
import { listModelsAsOf, listRolesAsOf } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const asOfRouter = router({
  models: procedure
    .input(AsOfModelsFilter)
    .output(AsOfModels)
    .query(({ ctx, input }) => listModelsAsOf(ctx.by, input)),
  roles: procedure
    .input(AsOfRolesFilter)
    .output(AsOfRoles)
    .query(({ ctx, input }) => listRolesAsOf(ctx.by, input)),
});
