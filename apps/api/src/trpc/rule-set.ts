import { RuleSetView } from '@countersign/contracts';
import { listRuleSets } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const ruleSetRouter = router({
  list: procedure.output(z.array(RuleSetView)).query(({ ctx }) => listRuleSets(ctx.by)),
});
