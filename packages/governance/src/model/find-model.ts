import { Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';

/** The id behind a model's key. @throws Refusal NOT_FOUND */
export async function findModelId(ctx: Context, key: string): Promise<string> {
  const found = await ctx.db.model.findUnique({ where: { key }, select: { id: true } });
  if (!found) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  return found.id;
}
