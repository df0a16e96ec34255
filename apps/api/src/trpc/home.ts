import { Home } from '@countersign/contracts';
import { procedure, router } from './procedure.ts';
import { readHome } from './use-cases.ts';

export const homeRouter = router({
  read: procedure.output(Home).query(({ ctx }) => readHome(ctx.by, undefined)),
});
