import type { ExperimentAddress, ExperimentPage, ExperimentRow } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { type FoundExperiment, openExperiment } from './find-experiment.ts';

export const toExperimentRow = ({
  id,
  name,
  runs,
  at,
  last_at: lastAt,
}: Omit<FoundExperiment, 'model'>): ExperimentRow => ({
  id,
  name,
  runs,
  at: at.toISOString(),
  lastAt: lastAt.toISOString(),
});

/** An experiment, and what its runs have. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readExperiment(ctx: Context, input: ExperimentAddress): Promise<ExperimentPage> {
  const { model, ...experiment } = await openExperiment(ctx, input);
  const found = await ctx.pool.query<{ kind: 'metric' | 'param' | 'tag'; key: string }>(
    'SELECT kind, key FROM experiment_key WHERE experiment_id = $1 ORDER BY key',
    [experiment.id],
  );
  const of = (kind: string) => found.rows.filter((row) => row.kind === kind).map(({ key }) => key);
  return {
    ...toExperimentRow(experiment),
    model,
    keys: { metrics: of('metric'), params: of('param'), tags: of('tag') },
  };
}
