import {
  LedgerKeyRotated,
  LedgerKeyRow,
  LedgerStatus,
  RegisterWitness,
  RemoveWitness,
  RotateLedgerKey,
  WitnessChanged,
} from '@countersign/contracts';
import {
  listLedgerKeys,
  readLedgerStatus,
  registerWitness,
  removeWitness,
  rotateLedgerKey,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const ledgerRouter = router({
  keys: procedure.output(z.array(LedgerKeyRow)).query(({ ctx }) => listLedgerKeys(ctx.by)),
  status: procedure.output(LedgerStatus).query(({ ctx }) => readLedgerStatus(ctx.by)),
  registerWitness: procedure
    .input(RegisterWitness)
    .output(WitnessChanged)
    .mutation(({ ctx, input }) => registerWitness(ctx.by, input)),
  removeWitness: procedure
    .input(RemoveWitness)
    .output(WitnessChanged)
    .mutation(({ ctx, input }) => removeWitness(ctx.by, input)),
  rotateKey: procedure
    .input(RotateLedgerKey)
    .output(LedgerKeyRotated)
    .mutation(({ ctx, input }) => rotateLedgerKey(ctx.by, input)),
});
