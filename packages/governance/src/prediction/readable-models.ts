import { Refusal } from '@countersign/contracts';
import { heldAt } from '../authority/held-at.ts';
import { predictionReaders } from '../authority/prediction-reader.ts';
import type { Context } from '../context.ts';

/** Ids of the models whose predictions one may read; null for all. @throws Refusal FORBIDDEN where there is none */
export async function readableModels(ctx: Context): Promise<string[] | null> {
  if (ctx.actor.kind === 'system') return null;
  const held = await ctx.pool.query<{ model_id: string | null }>(
    `SELECT DISTINCT r.model_id FROM role_assignment r JOIN person p ON p.id = r.person_id
     WHERE r.person_id = $1 AND p.active AND ${heldAt('r', '$3')} AND r.role = ANY($2)`,
    [ctx.actor.id, predictionReaders, ctx.clock()],
  );
  if (held.rows.some(({ model_id }) => model_id === null)) return null;
  const models = held.rows.flatMap(({ model_id }) => (model_id === null ? [] : [model_id]));
  if (models.length === 0) {
    throw new Refusal(
      'FORBIDDEN',
      'Inputs and outputs of predictions are open to people with a role on the model.',
      { roles: predictionReaders },
    );
  }
  return models;
}
