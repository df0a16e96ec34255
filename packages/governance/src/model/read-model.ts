import type { ModelPage } from '@countersign/contracts';
import { whyNotRegister } from '@countersign/lifecycle';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from './find-model.ts';
import { readModelRows } from './model-row.ts';

/** @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readModel(ctx: Context, input: { readonly model: string }): Promise<ModelPage> {
  const scope = await readScope(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const [model] = await readModelRows(ctx, [id]);
  const roles = scope.rolesOn(id);
  return {
    model: model!,
    mayRegister: whyNotRegister(scope.actorOn(id)).length === 0,
    mayCreateRequest: roles.some((role) => role === 'developer' || role === 'owner' || role === 'operator'),
  };
}
