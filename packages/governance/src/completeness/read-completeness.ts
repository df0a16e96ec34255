import type { Completeness, CompletenessFilter } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { parseInstant } from '../parse-instant.ts';
import { preparing } from '../prepared.ts';
import { countPredictions } from './count-predictions.ts';

/**
 * Counts what was recorded of a model, and holds each deployment's numbers against what it gave.
 * @throws Refusal NOT_FOUND, FORBIDDEN, or BAD_INPUT for a time that is none
 */
export async function readCompleteness(ctx: Context, input: CompletenessFilter): Promise<Completeness> {
  const scope = await requireInsight(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  const from = input.from === undefined ? null : parseInstant(input.from, 'from');
  const to = input.to === undefined ? null : parseInstant(input.to, 'to');
  const [{ rows: models }, counted] = await Promise.all([
    preparing(ctx.pool).query<{ key: string; name: string }>('SELECT key, name FROM model WHERE id = $1', [
      modelId,
    ]),
    countPredictions(ctx, { modelId, versionIds: null, from, to, windows: scope.windows }),
  ]);
  return { model: models[0]!, from: from?.toISOString() ?? null, to: to?.toISOString() ?? null, ...counted };
}
