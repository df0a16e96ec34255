import type { ExperimentsPage, ListExperiments } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { type FoundExperiment, openModel } from './find-experiment.ts';
import { toExperimentRow } from './read-experiment.ts';

const byTime = keyset('experiments', 'instant', 'uuid');

/** The experiments of a model, the one that was logged to last first. @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT */
export async function listExperiments(ctx: Context, input: ListExperiments): Promise<ExperimentsPage> {
  const limit = limitOf(input);
  const [at, id] = byTime.decode(input.after);
  const { model, scope } = await openModel(ctx, input.model);
  const found = await ctx.pool.query<Omit<FoundExperiment, 'model'>>(
    `SELECT id, name, runs, at, last_at FROM experiment
     WHERE model_id = $1 AND ($2::timestamptz IS NULL OR (last_at, id) < ($2, $3::uuid)) ORDER BY last_at DESC, id DESC LIMIT $4`,
    [model.id, at, id, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, byTime, (row) => [row.last_at.toISOString(), row.id]);
  return {
    items: rows.map(toExperimentRow),
    next,
    model,
    mayLog: ctx.actor.kind === 'person' && scope.rolesOn(model.id).includes('developer'),
  };
}
