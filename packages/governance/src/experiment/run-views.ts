import {
  type DeleteRunView,
  type ExperimentAddress,
  limits,
  Refusal,
  type RunView,
  type SaveRunView,
} from '@countersign/contracts';
import { uuidv7 } from 'uuidv7';
import type { Context } from '../context.ts';
import { writeOperational } from '../write-operational.ts';
import { openExperiment } from './find-experiment.ts';
import { columnsIn } from './list-runs.ts';
import { conditionsIn } from './run-conditions.ts';
import { orderIn } from './run-order.ts';

/** Nothing about one's own views is governed: nobody else sees them, and the page's address says the same. */
function keeperOf({ actor }: Context): string {
  if (actor.kind !== 'person' || actor.via !== 'session')
    throw new Refusal('FORBIDDEN', 'People keep views, signed in.');
  return actor.id;
}

/** One's own views of an experiment, by name. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listRunViews(ctx: Context, input: ExperimentAddress): Promise<RunView[]> {
  const personId = keeperOf(ctx);
  const { id } = await openExperiment(ctx, input);
  const found = await ctx.pool.query<RunView>(
    'SELECT id, name, choice FROM run_view WHERE person_id = $1 AND experiment_id = $2 ORDER BY lower(name)',
    [personId, id],
  );
  return found.rows;
}

/**
 * Under a name that stands already it takes that one's place. A view that could not be shown is not kept.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT, FILTER_WRONG, CONFLICT where there are too many
 */
export async function saveRunView(ctx: Context, input: SaveRunView): Promise<RunView> {
  const personId = keeperOf(ctx);
  const { choice, name } = input;
  conditionsIn(choice.filter);
  orderIn(choice.order);
  columnsIn(choice.columns);
  const experiment = await openExperiment(ctx, input);
  return writeOperational(ctx, async (tx) => {
    // Two windows of one person count one after the other.
    await tx.query('SELECT FROM person WHERE id = $1 FOR UPDATE', [personId]);
    const { rows } = await tx.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM run_view WHERE person_id = $1 AND experiment_id = $2 AND lower(name) <> lower($3)',
      [personId, experiment.id, name],
    );
    if (rows[0]!.count >= limits.runViews)
      throw new Refusal('CONFLICT', `You keep ${limits.runViews} views of it already. Delete one first.`, {
        limit: limits.runViews,
      });
    const saved = await tx.query<RunView>(
      `INSERT INTO run_view (id, person_id, experiment_id, name, choice, saved_at) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (person_id, experiment_id, lower(name)) DO UPDATE SET name = $4, choice = $5, saved_at = $6 RETURNING id, name, choice`,
      [uuidv7(), personId, experiment.id, name, JSON.stringify(choice), tx.at],
    );
    return saved.rows[0]!;
  });
}

/** @throws Refusal FORBIDDEN, NOT_FOUND */
export async function deleteRunView(ctx: Context, { id }: DeleteRunView): Promise<void> {
  const deleted = await ctx.pool.query('DELETE FROM run_view WHERE id = $1 AND person_id = $2', [
    id,
    keeperOf(ctx),
  ]);
  if (!deleted.rowCount) throw new Refusal('NOT_FOUND', 'You keep no such view.');
}
