import {
  ChangeModelField,
  DefineModelField,
  FillInFields,
  ModelFieldChanged,
  ModelFieldPage,
  Receipt,
} from '@countersign/contracts';
import { changeModelField, defineModelField, fillInFields, listModelFields } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const modelFieldRouter = router({
  list: procedure.output(ModelFieldPage).query(({ ctx }) => listModelFields(ctx.by)),
  define: procedure
    .input(DefineModelField)
    .output(ModelFieldChanged)
    .mutation(({ ctx, input }) => defineModelField(ctx.by, input)),
  change: procedure
    .input(ChangeModelField)
    .output(ModelFieldChanged)
    .mutation(({ ctx, input }) => changeModelField(ctx.by, input)),
  fillIn: procedure
    .input(FillInFields)
    .output(Receipt)
    .mutation(({ ctx, input }) => fillInFields(ctx.by, input)),
});
