import type { SimilarModels } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';

const most = 6;
const mostShares = 8;

interface Row {
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly tier: SimilarModels['items'][number]['tier'];
  readonly likeness: number;
  readonly shares: string[];
}

/**
 * A word weighs the more the fewer models have it, and nothing where most do; the kind of answer weighs at least as much as a word of every tenth.
 * Two things at least have to be shared.
 */
const similarSql = `
WITH open AS (SELECT id FROM model WHERE retired_at IS NULL AND ($2::uuid[] IS NULL OR id = ANY ($2))),
mine AS (SELECT t.term, t.shown, (SELECT count(*) FROM search_term o WHERE o.term = t.term AND o.model_id IN (SELECT id FROM open)) AS models,
    (SELECT count(*) FROM open) AS of FROM search_term t WHERE t.model_id = $1),
weighed AS (SELECT term, shown, greatest(ln((of + 1.0) / greatest(models, 1)), CASE WHEN term LIKE 'answers:%' THEN ln(10.0) WHEN term LIKE 'form:%' THEN 0.1 ELSE 0 END) AS weight
  FROM mine WHERE models * 2 <= of OR of < 10 OR term LIKE 'answers:%' OR term LIKE 'form:%'),
shared AS (SELECT o.model_id, sum(w.weight) AS weight, count(*) AS terms, array_agg(w.shown ORDER BY w.weight DESC, w.shown) AS shares
  FROM weighed w JOIN search_term o ON o.term = w.term WHERE o.model_id <> $1 AND o.model_id IN (SELECT id FROM open) GROUP BY o.model_id)
SELECT m.key, m.name, m.purpose, m.tier, (s.weight / (SELECT sum(weight) FROM weighed))::float8 AS likeness, s.shares[1:${mostShares}] AS shares
FROM shared s JOIN model m ON m.id = s.model_id
WHERE s.terms >= 2 AND s.weight > 0 AND EXISTS (SELECT FROM weighed w JOIN search_term o ON o.term = w.term AND o.model_id = m.id
  WHERE w.term NOT LIKE 'form:%' AND w.term NOT LIKE 'answers:%')
ORDER BY s.weight DESC, m.key LIMIT ${most}`;

/**
 * Models for similar problems: those that share words of their purpose, facts, inputs and the kind of answer with one, and what they share.
 * Models that the reader's roles do not open are neither named nor counted. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function similarModels(ctx: Context, input: { readonly model: string }): Promise<SimilarModels> {
  const scope = await requireInsight(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const { rows } = await ctx.pool.query<Row>(similarSql, [id, scope.models]);
  return { items: rows.map((row) => ({ ...row, likeness: Math.min(1, row.likeness) })) };
}
