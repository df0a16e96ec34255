import { type Page, type PageOf, type PredictionRow, Refusal } from '@countersign/contracts';
import { rowOfTensors, type Schema, TensorFault, unpackTensors } from '@countersign/scoring';
import { windowsSql } from '../authority/audit-window.ts';
import { heldAt } from '../authority/held-at.ts';
import { predictionReaders, requirePredictionReader } from '../authority/prediction-reader.ts';
import { findScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { outputCells } from './output-cells.ts';

export interface ListPredictions extends Page {
  readonly model?: string;
  /** Label; with `model` alone. */
  readonly version?: string;
}

const keys = keyset('predictions', 'uuid');

interface ListedPrediction {
  readonly id: string;
  readonly caller_id: string | null;
  readonly model: string;
  readonly version: string;
  readonly consumer: string;
  readonly mode: string;
  readonly basis: PredictionRow['basis'];
  readonly answered_at: Date;
  readonly outcome: string | null;
  readonly row: number;
  readonly outputs: Buffer | null;
  readonly schema: Schema | null;
}

/**
 * Predictions, the latest recorded first: of a version, a model, or all models whose predictions one may read.
 * @throws Refusal NOT_FOUND, FORBIDDEN or BAD_INPUT
 */
export async function listPredictions(ctx: Context, input: ListPredictions): Promise<PageOf<PredictionRow>> {
  const limit = limitOf(input);
  const [after] = keys.decode(input.after);
  const scope = await scopeOf(ctx, input);
  const values: unknown[] = [scope.value, after, limit + 1];
  const windows = (await findScope(ctx))?.windows ?? null;
  const open = windowsSql(
    windows,
    { model: 'model_id', at: 'recorded_at' },
    (value) => `$${values.push(value)}`,
  );
  const found = await ctx.pool.query<ListedPrediction>(
    `SELECT p.id, p.caller_id, m.key AS model, v.label AS version, p.consumer, p.mode, p.basis, p.answered_at, p.decision ->> 'outcome' AS outcome,
       p.row, CASE WHEN p.decision IS NULL THEN r.outputs END AS outputs, CASE WHEN p.decision IS NULL THEN v.schema END AS schema
     FROM (SELECT * FROM prediction WHERE ${scope.where} AND ${open} AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3) p
     JOIN scoring_run r ON r.id = p.run_id JOIN version v ON v.id = p.version_id JOIN model m ON m.id = p.model_id
     ORDER BY p.id DESC`,
    values,
  );
  const { rows, next } = cutPage(found.rows, limit, keys, ({ id }) => [id]);
  return { items: rows.map(toRow), next };
}

async function scopeOf(
  ctx: Context,
  { model, version }: ListPredictions,
): Promise<{ where: string; value: string | string[] | null }> {
  if (model === undefined) {
    if (version !== undefined)
      throw new Refusal('BAD_INPUT', 'A version is named together with its model.', { field: 'version' });
    const models = await readableModels(ctx);
    return models === null
      ? { where: '$1::uuid IS NULL', value: null }
      : { where: 'model_id = ANY($1::uuid[])', value: models };
  }
  const modelId = await findModelId(ctx, model);
  await requirePredictionReader(ctx, modelId);
  if (version === undefined) return { where: 'model_id = $1::uuid', value: modelId };
  const found = await ctx.db.version.findUnique({
    where: { modelId_label: { modelId, label: version } },
    select: { id: true },
  });
  if (!found) throw new Refusal('NOT_FOUND', 'There is no such version.', { model, version });
  return { where: 'version_id = $1::uuid', value: found.id };
}

/** Null for all. @throws Refusal FORBIDDEN where there is none */
async function readableModels(ctx: Context): Promise<string[] | null> {
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

const toRow = (row: ListedPrediction): PredictionRow => ({
  id: row.id,
  callerId: row.caller_id,
  model: row.model,
  version: row.version,
  consumer: row.consumer,
  mode: row.mode,
  basis: row.basis,
  answeredAt: row.answered_at.toISOString(),
  result: row.outcome ?? firstOutput(row),
});

/** Without a decision the first output speaks for the answer. */
function firstOutput({ outputs, schema, row }: ListedPrediction): string {
  if (!outputs || !schema) return '';
  try {
    return outputCells(schema, rowOfTensors(unpackTensors(outputs), row))[0]?.text ?? '';
  } catch (error) {
    if (error instanceof TensorFault) return '';
    throw error;
  }
}
