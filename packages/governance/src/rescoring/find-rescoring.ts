import { type PageOf, Refusal, type RescoringRow, type RescoringSearch } from '@countersign/contracts';
import { predictionReaders, requirePredictionReader } from '../authority/prediction-reader.ts';
import { requireInsight, requireModelIn, type Scope } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { cutPage, keyset, limitOf } from '../paging.ts';
import { cancellers } from './cancel-rescoring.ts';
import { type RescoringStored, rescoringSelect, toRescoringRow } from './rescoring-stored.ts';

/** @throws Refusal NOT_FOUND */
export async function findRescoring(ctx: Pick<Context, 'pool'>, id: string): Promise<RescoringStored> {
  const { rows } = await ctx.pool.query<RescoringStored>(`${rescoringSelect} WHERE r.id = $1`, [id]);
  if (!rows[0]) throw new Refusal('NOT_FOUND', 'There is no such re-scoring.', { id });
  return rows[0];
}

/**
 * A re-scoring whose rows are read: by whoever may read inputs and outputs of all predictions of the model.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function findReadable(ctx: Context, id: string): Promise<RescoringStored> {
  const row = await findRescoring(ctx, id);
  const scope = await requirePredictionReader(ctx, row.model_id);
  if (scope && scope.windows !== null)
    throw new Refusal('FORBIDDEN', 'Its rows are open to whoever may read all predictions of the model.');
  return row;
}

const mayOn = (ctx: Context, scope: Scope, { model_id: modelId, person_id: personId }: RescoringStored) => {
  const roles = scope.rolesOn(modelId);
  return {
    readRows:
      ctx.actor.kind === 'system' ||
      (scope.windows === null && roles.some((role) => predictionReaders.includes(role))),
    cancel: personId === ctx.actor.id || roles.some((role) => cancellers.includes(role)),
  };
};

/** How far one is and what came of it, in numbers. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readRescoring(ctx: Context, { id }: { id: string }): Promise<RescoringRow> {
  const scope = await requireInsight(ctx);
  const row = await findRescoring(ctx, id);
  requireModelIn(scope, row.model_id);
  return toRescoringRow(row, mayOn(ctx, scope, row));
}

const newest = keyset('rescorings', 'uuid');

/** Re-scorings of models that one sees, the newest first; of one model or one recall alone where it is named. */
export async function listRescorings(ctx: Context, input: RescoringSearch): Promise<PageOf<RescoringRow>> {
  const limit = limitOf(input);
  const [after] = newest.decode(input.after);
  const scope = await requireInsight(ctx);
  const found = await ctx.pool.query<RescoringStored>(
    `${rescoringSelect}
     WHERE ($1::uuid IS NULL OR r.id < $1) AND ($2::uuid[] IS NULL OR r.model_id = ANY ($2))
       AND ($3::text IS NULL OR m.key = $3) AND ($4::uuid IS NULL OR r.recall_id = $4)
     ORDER BY r.id DESC LIMIT $5`,
    [after, scope.models, input.model ?? null, input.recall ?? null, limit + 1],
  );
  const { rows, next } = cutPage(found.rows, limit, newest, ({ id }) => [id]);
  return { items: rows.map((row) => toRescoringRow(row, mayOn(ctx, scope, row))), next };
}
