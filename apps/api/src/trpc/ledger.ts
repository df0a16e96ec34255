import {
  AcceptLoss,
  LedgerKeyRotated,
  LedgerKeyRow,
  LedgerStatus,
  LossAccepted,
  RegisterWitness,
  RemoveWitness,
  RotateLedgerKey,
  WitnessChanged,
} from '@countersign/contracts';
import {
  acceptLoss,
  listLedgerKeys,
  readLedgerStatus,
  registerWitness,
  removeWitness,
  replaceLedgerKey,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const ledgerRouter = router({
  keys: procedure.output(z.array(LedgerKeyRow)).query(({ ctx }) => listLedgerKeys(ctx.by)),
  status: procedure.output(LedgerStatus).query(({ ctx }) => readLedgerStatus(ctx.by)),
  acceptLoss: procedure
    .input(AcceptLoss)
    .output(LossAccepted)
    .mutation(async ({ ctx, input }) => {
      const { actor } = ctx.by;
      const succeeded = ctx.visit.countAttempt(actor.kind === 'person' ? actor.email : undefined);
      const accepted = await acceptLoss(ctx.by, input);
      succeeded();
      return accepted;
    }),
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
    .mutation(async ({ ctx, input }) => {
      const { actor } = ctx.by;
      const succeeded = ctx.visit.countAttempt(actor.kind === 'person' ? actor.email : undefined);
      const replaced = await replaceLedgerKey(ctx.by, input);
      succeeded();
      return replaced;
    }),
});
