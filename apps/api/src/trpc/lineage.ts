import {
  ExpandedLineage,
  ExpandLineage,
  LineageFilter,
  LineageGraph,
  Reach,
  ReachFilter,
} from '@countersign/contracts';
import { expandLineage, readLineage, readReach } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const lineageRouter = router({
  read: procedure
    .input(LineageFilter)
    .output(LineageGraph)
    .query(({ ctx, input }) => readLineage(ctx.by, input)),
  expand: procedure
    .input(ExpandLineage)
    .output(ExpandedLineage)
    .query(({ ctx, input }) => expandLineage(ctx.by, input)),
  reach: procedure
    .input(ReachFilter)
    .output(Reach)
    .query(({ ctx, input }) => readReach(ctx.by, input)),
});
