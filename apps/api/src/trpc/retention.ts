import {
  DefineRetention,
  EndRetention,
  Page,
  PasskeyGrant,
  PrepareRetention,
  Receipt,
  RetentionDefined,
  RetentionDue,
  RetentionDueFilter,
  RetentionList,
  TurnOnRetention,
} from '@countersign/contracts';
import {
  defineRetention,
  endRetention,
  listRetention,
  prepareRetention,
  readRetentionDue,
  turnOnRetention,
} from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const retentionRouter = router({
  list: procedure
    .input(Page)
    .output(RetentionList)
    .query(({ ctx, input }) => listRetention(ctx.by, input)),
  due: procedure
    .input(RetentionDueFilter)
    .output(RetentionDue)
    .query(({ ctx, input }) => readRetentionDue(ctx.by, input)),
  define: procedure
    .input(DefineRetention)
    .output(RetentionDefined)
    .mutation(({ ctx, input }) => defineRetention(ctx.by, input)),
  prepare: procedure
    .input(PrepareRetention)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareRetention(ctx.by, input)),
  turnOn: procedure
    .input(TurnOnRetention)
    .output(Receipt)
    .mutation(({ ctx, input }) => turnOnRetention(ctx.by, input)),
  end: procedure
    .input(EndRetention)
    .output(Receipt)
    .mutation(({ ctx, input }) => endRetention(ctx.by, input)),
});
