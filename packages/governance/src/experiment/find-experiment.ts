import { type ExperimentAddress, Refusal } from '@countersign/contracts';
import { requireInsight, requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';

export interface FoundExperiment {
  readonly id: string;
  readonly name: string;
  readonly runs: number;
  readonly at: Date;
  readonly last_at: Date;
  readonly model: { readonly id: string; readonly key: string; readonly name: string };
}

/** A model that this reader may look behind. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function openModel(
  ctx: Context,
  key: string,
): Promise<{ model: FoundExperiment['model']; scope: Scope }> {
  const scope = await requireInsight(ctx);
  const found = await ctx.pool.query<FoundExperiment['model']>(
    'SELECT id, key, name FROM model WHERE key = $1',
    [key],
  );
  const model = found.rows[0];
  if (!model) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  requireModelIn(scope, model.id);
  return { model, scope };
}

/**
 * An experiment of such a model. What stands behind a version is no business of consumers.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function openExperiment(ctx: Context, address: ExperimentAddress): Promise<FoundExperiment> {
  const { model } = await openModel(ctx, address.model);
  const found = await ctx.pool.query<Omit<FoundExperiment, 'model'>>(
    'SELECT id, name, runs, at, last_at FROM experiment WHERE model_id = $1 AND name = $2',
    [model.id, address.experiment],
  );
  const experiment = found.rows[0];
  if (!experiment)
    throw new Refusal('NOT_FOUND', `${model.key} has no experiment ${address.experiment}.`, {
      experiment: address.experiment,
    });
  return { ...experiment, model };
}
