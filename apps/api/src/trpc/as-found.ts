import {
  AsFoundBatch,
  AsFoundBatchPage,
  BatchPrepared,
  BatchSigned,
  CheckInventory,
  Id,
  InventoryChecked,
  Page,
  PasskeyGrant,
  PrepareBatch,
  PrepareSignBatch,
  pageOf,
  Receipt,
  SignBatch,
  WithdrawBatch,
} from '@countersign/contracts';
import {
  checkInventory,
  listBatches,
  listWaitingBatches,
  prepareBatch,
  prepareSignBatch,
  readBatch,
  signBatch,
  withdrawBatch,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const asFoundRouter = router({
  check: procedure
    .input(CheckInventory)
    .output(InventoryChecked)
    .mutation(({ ctx, input }) => checkInventory(ctx.by, input)),
  prepare: procedure
    .input(PrepareBatch)
    .output(BatchPrepared)
    .mutation(({ ctx, input }) => prepareBatch(ctx.by, input)),
  list: procedure
    .input(Page)
    .output(pageOf(AsFoundBatch))
    .query(({ ctx, input }) => listBatches(ctx.by, input)),
  waiting: procedure.output(z.array(AsFoundBatch)).query(({ ctx }) => listWaitingBatches(ctx.by)),
  read: procedure
    .input(z.extend(Page, { batchId: Id }))
    .output(AsFoundBatchPage)
    .query(({ ctx, input }) => readBatch(ctx.by, input)),
  prepareSign: procedure
    .input(PrepareSignBatch)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareSignBatch(ctx.by, input)),
  sign: procedure
    .input(SignBatch)
    .output(BatchSigned)
    .mutation(({ ctx, input }) => signBatch(ctx.by, input)),
  withdraw: procedure
    .input(WithdrawBatch)
    .output(Receipt)
    .mutation(({ ctx, input }) => withdrawBatch(ctx.by, input)),
});
