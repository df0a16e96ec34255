import type { RuleSetView } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { recordParts } from './rule-set.ts';
import { ruleSets } from './rule-sets.ts';

/** @throws Refusal FORBIDDEN for consumers */
export async function listRuleSets(ctx: Context): Promise<RuleSetView[]> {
  await requireInsight(ctx);
  return ruleSets.map((set) => ({
    ...set,
    rules: set.rules.map((rule) => ({ ...rule, parts: rule.parts.map((part) => recordParts[part]) })),
  }));
}
