import { BeginSitting, Id, OneSitting, OpenSittingItem, Sitting } from '@countersign/contracts';
import { beginSitting, endSitting, openSittingItem, readSitting } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const sittingRouter = router({
  begin: procedure
    .input(BeginSitting)
    .output(z.object({ sittingId: Id }))
    .mutation(({ ctx, input }) => beginSitting(ctx.by, input)),
  read: procedure
    .input(OneSitting)
    .output(Sitting)
    .query(({ ctx, input }) => readSitting(ctx.by, input)),
  open: procedure
    .input(OpenSittingItem)
    .output(z.void())
    .mutation(({ ctx, input }) => openSittingItem(ctx.by, input)),
  end: procedure
    .input(OneSitting)
    .output(z.void())
    .mutation(({ ctx, input }) => endSitting(ctx.by, input)),
});
