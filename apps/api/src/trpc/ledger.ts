import { LedgerKeyRotated, LedgerKeyRow, RotateLedgerKey } from '@countersign/contracts';
import { listLedgerKeys, rotateLedgerKey } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const ledgerRouter = router({
  keys: procedure.output(z.array(LedgerKeyRow)).query(({ ctx }) => listLedgerKeys(ctx.by)),
  rotateKey: procedure
    .input(RotateLedgerKey)
    .output(LedgerKeyRotated)
    .mutation(({ ctx, input }) => rotateLedgerKey(ctx.by, input)),
});
