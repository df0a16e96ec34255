import { type PredictionFilter, Refusal } from '@countersign/contracts';
import { windowsSql } from '../authority/audit-window.ts';
import { requirePredictionReader } from '../authority/prediction-reader.ts';
import { findScope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { parseInstant } from '../parse-instant.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { readableModels } from './readable-models.ts';
import { businessHash } from './reference-hash.ts';

/** Models whose keyed hashes of one business reference are looked for at once; with more, the model has to be named. */
const mostModels = 500;
/** Predictions that one caller's id may stand for: one in each model. */
const mostOfCaller = 1_000;

/** Which predictions are meant, as SQL over `prediction p` and its parameters. */
export interface Narrowed {
  readonly conditions: readonly string[];
  readonly values: readonly unknown[];
  /** Models to look into one by one, newest first each, where roles open some alone; null where conditions say it all. */
  readonly models: readonly string[] | null;
}

/** Collects parameters: `bind` gives the place of a value. */
class Parameters {
  readonly values: unknown[] = [];
  readonly bind = (value: unknown): string => `$${this.values.push(value)}`;
}

/**
 * Turns a filter into conditions, of predictions that one may read. Only what was asked for is in the text, so that each
 * filter is planned by its own index.
 * @throws Refusal NOT_FOUND, FORBIDDEN or BAD_INPUT
 */
export async function narrowPredictions(
  ctx: Context,
  filter: PredictionFilter & { readonly subjectHash?: Buffer },
): Promise<Narrowed> {
  refuseBrokenJson({ ...filter, subjectHash: undefined }, '');
  const { values, bind } = new Parameters();
  const conditions: string[] = [];
  const place = await placeOf(ctx, filter);
  if ('versionId' in place) conditions.push(`p.version_id = ${bind(place.versionId)}::uuid`);
  else if ('modelId' in place) conditions.push(`p.model_id = ${bind(place.modelId)}::uuid`);
  const rare: string[] = [];
  if (filter.subjectHash) rare.push(`p.subject_hash = ${bind(filter.subjectHash)}`);
  if (filter.businessReference !== undefined)
    rare.push(
      `p.business_hash = ANY (${bind(await hashesOf(ctx, filter.businessReference, place))}::bytea[])`,
    );
  if (filter.callerId !== undefined)
    rare.push(`p.id = ANY (${bind(await namedBy(ctx, filter.callerId))}::uuid[])`);
  conditions.push(...rare);
  // Whoever browses does not meet retired models; whoever looks for one prediction or one person finds all of them.
  if ('models' in place && rare.length === 0) {
    const retired = await retiredModels(ctx);
    if (retired.length > 0) conditions.push(`p.model_id <> ALL (${bind(retired)}::uuid[])`);
  }
  if (filter.consumer !== undefined) conditions.push(`p.consumer = ${bind(filter.consumer)}`);
  if (filter.from !== undefined)
    conditions.push(`p.answered_at >= ${bind(parseInstant(filter.from, 'from'))}`);
  if (filter.to !== undefined) conditions.push(`p.answered_at < ${bind(parseInstant(filter.to, 'to'))}`);
  const windows = (await findScope(ctx))?.windows ?? null;
  if (windows !== null)
    conditions.push(windowsSql(windows, { model: 'p.model_id', at: 'p.recorded_at' }, bind));
  const some = 'models' in place ? place.models : null;
  if (some === null || rare.length === 0) return { conditions, values, models: some };
  conditions.push(`p.model_id = ANY (${bind(some)}::uuid[])`);
  return { conditions, values, models: null };
}

type Place =
  | { readonly versionId: string; readonly modelId: string }
  | { readonly modelId: string }
  | { readonly models: readonly string[] | null };

async function placeOf(ctx: Context, { model, version }: PredictionFilter): Promise<Place> {
  if (model === undefined) {
    if (version !== undefined)
      throw new Refusal('BAD_INPUT', 'A version is named together with its model.', { field: 'version' });
    return { models: await readableModels(ctx) };
  }
  const modelId = await findModelId(ctx, model);
  await requirePredictionReader(ctx, modelId);
  if (version === undefined) return { modelId };
  const found = await ctx.db.version.findUnique({
    where: { modelId_label: { modelId, label: version } },
    select: { id: true },
  });
  if (!found) throw new Refusal('NOT_FOUND', 'There is no such version.', { model, version });
  return { modelId, versionId: found.id };
}

/** A business reference is hashed with its model: one model's cases are not another's. */
async function hashesOf(ctx: Context, reference: string, place: Place): Promise<Buffer[]> {
  const models = 'modelId' in place ? [place.modelId] : (place.models ?? (await firstModels(ctx)));
  if (models.length > mostModels) {
    throw new Refusal(
      'BAD_INPUT',
      `A business reference belongs to one model: name the model, because there are more than ${mostModels}.`,
      { field: 'model' },
    );
  }
  return models.map((modelId) => businessHash(ctx.keyring, modelId, reference));
}

async function retiredModels(ctx: Context): Promise<string[]> {
  const found = await ctx.pool.query<{ id: string }>('SELECT id FROM model WHERE retired_at IS NOT NULL');
  return found.rows.map(({ id }) => id);
}

async function firstModels(ctx: Context): Promise<string[]> {
  const found = await ctx.pool.query<{ id: string }>('SELECT id FROM model LIMIT $1', [mostModels + 1]);
  return found.rows.map(({ id }) => id);
}

async function namedBy(ctx: Context, callerId: string): Promise<string[]> {
  const found = await ctx.pool.query<{ prediction_id: string }>(
    'SELECT prediction_id FROM caller_id WHERE caller_id = $1 LIMIT $2',
    [callerId, mostOfCaller],
  );
  return found.rows.map(({ prediction_id }) => prediction_id);
}
