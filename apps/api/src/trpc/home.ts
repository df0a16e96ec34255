import { Home } from '@countersign/contracts';
import { readHome } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const homeRouter = router({
  read: procedure.output(Home).query(({ ctx }) => readHome(ctx.by)),
});
