import type { ModelFacts, ModelPage } from '@countersign/contracts';
import { type Policy, whyNotRegister } from '@countersign/lifecycle';
import { readScope, requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { fillers } from '../model-field/fill-in-fields.ts';
import { missingIn, readFacts } from '../model-field/read-fields.ts';
import { readSigningFacts, unsatisfiableUnder } from '../policy/signing-facts.ts';
import { findModelId } from './find-model.ts';
import { readModelRows } from './model-row.ts';
import { readUnfinished } from './read-unfinished.ts';
import { retirers } from './retire-model.ts';

/** @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readModel(ctx: Context, input: { readonly model: string }): Promise<ModelPage> {
  const scope = await readScope(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const [model] = await readModelRows(ctx, [id], !scope.isConsumer);
  const roles = scope.rolesOn(id);
  const signing = await readSigningFacts(ctx, { modelId: id, versionId: model!.newest?.id ?? null });
  return {
    model: model!,
    mayRegister: !model!.retiredAt && whyNotRegister(scope.actorOn(id)).length === 0,
    mayCreateRequest: roles.some((role) => role === 'developer' || role === 'owner' || role === 'operator'),
    unsatisfiableGates: unsatisfiableUnder(await policyOf(ctx, id), signing),
    facts: await factsOf(ctx, scope, id),
    retirement:
      !model!.retiredAt && roles.some((role) => retirers.includes(role))
        ? await readUnfinished(ctx.pool, id)
        : null,
  };
}

/** Consumers see none: what stands behind a model is not theirs. */
async function factsOf(ctx: Context, scope: Scope, modelId: string): Promise<ModelFacts> {
  if (scope.isConsumer) return { fields: [], missing: [], mayFillIn: [] };
  const fields = await readFacts(ctx.pool, modelId);
  const mayFillIn = scope.rolesOn(modelId).some((role) => fillers.includes(role))
    ? []
    : [{ code: 'FORBIDDEN', message: `This takes the role ${fillers.join(' or ')}.` }];
  return { fields, missing: missingIn(fields), mayFillIn };
}

async function policyOf(ctx: Context, modelId: string): Promise<Policy> {
  const found = await ctx.pool.query<{ body: Policy }>(
    `SELECT p.body FROM policy p JOIN model m ON m.policy_key = p.key WHERE m.id = $1 ORDER BY p.number DESC LIMIT 1`,
    [modelId],
  );
  return found.rows[0]!.body;
}
