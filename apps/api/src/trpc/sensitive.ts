import {
  MarkSensitive,
  ModelKey,
  SensitiveMarked,
  SensitivePage,
  UnmarkSensitive,
} from '@countersign/contracts';
import { listSensitive, markSensitive, unmarkSensitive } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const sensitiveRouter = router({
  list: procedure
    .input(z.object({ model: ModelKey }))
    .output(SensitivePage)
    .query(({ ctx, input }) => listSensitive(ctx.by, input)),
  mark: procedure
    .input(MarkSensitive)
    .output(SensitiveMarked)
    .mutation(({ ctx, input }) => markSensitive(ctx.by, input)),
  unmark: procedure
    .input(UnmarkSensitive)
    .output(SensitiveMarked)
    .mutation(({ ctx, input }) => unmarkSensitive(ctx.by, input)),
});
