import {
  AddReference,
  Receipt,
  ReferenceAdded,
  ReferenceList,
  VersionAddress,
  WithdrawReference,
} from '@countersign/contracts';
import { addReference, listReferences, withdrawReference } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const referenceRouter = router({
  list: procedure
    .input(VersionAddress)
    .output(ReferenceList)
    .query(({ ctx, input }) => listReferences(ctx.by, input)),
  add: procedure
    .input(AddReference)
    .output(ReferenceAdded)
    .mutation(({ ctx, input }) => addReference(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawReference)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawReference(ctx.by, input)),
});
