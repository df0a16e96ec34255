import { AddPerson, ChangeRole, Page, PersonRow, pageOf, Receipt } from '@countersign/contracts';
import { addPerson, grantRole, listPeople, revokeRole } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const personRouter = router({
  list: procedure
    .input(Page)
    .output(pageOf(PersonRow))
    .query(({ ctx, input }) => listPeople(ctx.by, input)),
  add: procedure
    .input(AddPerson)
    .output(PersonRow)
    .mutation(({ ctx, input }) => addPerson(ctx.by, input)),
  grantRole: procedure
    .input(ChangeRole)
    .output(Receipt)
    .mutation(({ ctx, input }) => grantRole(ctx.by, input)),
  revokeRole: procedure
    .input(ChangeRole)
    .output(Receipt)
    .mutation(({ ctx, input }) => revokeRole(ctx.by, input)),
});
