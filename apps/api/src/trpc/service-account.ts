import {
  HandOverService,
  MadeService,
  MakeService,
  OneService,
  pageOf,
  Receipt,
  ServiceFilter,
  ServiceRow,
} from '@countersign/contracts';
import { handOverService, listServices, makeService, readService } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const serviceAccountRouter = router({
  list: procedure
    .input(ServiceFilter)
    .output(pageOf(ServiceRow))
    .query(({ ctx, input }) => listServices(ctx.by, input)),
  read: procedure
    .input(OneService)
    .output(ServiceRow)
    .query(({ ctx, input }) => readService(ctx.by, input)),
  make: procedure
    .input(MakeService)
    .output(MadeService)
    .mutation(({ ctx, input }) => makeService(ctx.by, input)),
  handOver: procedure
    .input(HandOverService)
    .output(Receipt)
    .mutation(({ ctx, input }) => handOverService(ctx.by, input)),
});
