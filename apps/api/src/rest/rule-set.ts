import { RuleSetView } from '@countersign/contracts';
import { listRuleSets } from '@countersign/governance';
import * as z from 'zod/mini';
import { route } from './route.ts';

export const ruleSetRoutes = [
  route('GET /rule-sets', {
    summary: 'Dated rule sets, where records that bear on each rule are, and the gaps.',
    scope: 'read',
    reply: z.object({ items: z.array(RuleSetView) }),
    answer: async (ctx) => ({ items: await listRuleSets(ctx) }),
  }),
];
