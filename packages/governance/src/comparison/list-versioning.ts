import { type Page, type PageOf, type VersioningRow, versioningDimensions } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { keyset, limitOf } from '../paging.ts';
import { partsSql } from './versioning-parts.ts';

type Counts = Readonly<Record<'changed' | 'files' | 'parts', number>>;

interface Stored {
  readonly label: string;
  readonly before: string | null;
  readonly number: number;
  readonly created_at: Date;
  readonly change: VersioningRow['change'];
  /** By dimension; one without parts is not there. */
  readonly cells: Readonly<Record<string, Counts>>;
}

const byNumber = keyset('versioning', 'integer');
const usualPage = 20;

/** Parts of one name, a dataset that is named twice, count as one. A part that is on one side alone has changed. */
const pageSql = `
WITH page AS MATERIALIZED (
  SELECT v.id, v.label, v.number, v.created_at, v.revision FROM version v
  WHERE v.model_id = $1 AND ($2::bigint IS NULL OR v.number < $2::bigint) ORDER BY v.number DESC LIMIT $3
), part AS MATERIALIZED (
  SELECT g.number, s.dimension, s.name, bool_or(s.is_file) AS is_file, string_agg(s.digest, ' ' ORDER BY s.digest) AS digest
  FROM page g JOIN revision r ON r.version_id = g.id AND r.revision = g.revision, LATERAL (${partsSql}) s
  GROUP BY g.number, s.dimension, s.name
), side AS (
  SELECT p.number, p.dimension, p.name, p.is_file, p.digest, true AS here FROM part p
  UNION ALL
  SELECT pair.number, p.dimension, p.name, p.is_file, p.digest, false
  FROM (SELECT g.number, lead(g.number) OVER (ORDER BY g.number DESC) AS before FROM page g) pair
    JOIN part p ON p.number = pair.before
), held AS (
  SELECT s.number, s.dimension, bool_or(s.is_file) AS is_file, count(*) = 1 OR min(s.digest) <> max(s.digest) AS changed
  FROM side s GROUP BY s.number, s.dimension, s.name
), cell AS (
  SELECT h.number, h.dimension, json_build_object('parts', count(*), 'changed', count(*) FILTER (WHERE h.changed),
    'files', count(*) FILTER (WHERE h.changed AND h.is_file)) AS counts
  FROM held h GROUP BY h.number, h.dimension
)
SELECT g.label, lead(g.label) OVER (ORDER BY g.number DESC) AS before, g.number, g.created_at,
  (SELECT json_build_object('class', c.class, 'countsAs', c.counts_as) FROM change_class c WHERE c.version_id = g.id AND c.revision = g.revision) AS change,
  (SELECT coalesce(json_object_agg(c.dimension, c.counts), '{}') FROM cell c WHERE c.number = g.number) AS cells
FROM page g ORDER BY g.number DESC`;

/**
 * The versions of a model, the newest first, with what changed from each to the next: data, scripts, parameters, build
 * environment, trained object, documentation. The database compares digests of the parts and gives counts alone.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function listVersioning(
  ctx: Context,
  input: Page & { model: string },
): Promise<PageOf<VersioningRow>> {
  const limit = limitOf(input, usualPage);
  const [after] = byNumber.decode(input.after);
  const scope = await readScope(ctx);
  const modelId = await findModelId(ctx, input.model);
  requireModelIn(scope, modelId);
  // One more than the page: the last of its versions is held against it.
  const { rows } = await ctx.pool.query<Stored>(pageSql, [modelId, after, limit + 1]);
  const shown = rows.slice(0, limit);
  return {
    items: shown.map(toRow),
    next: rows.length > limit ? byNumber.encode([String(shown.at(-1)!.number)]) : null,
  };
}

const none: Counts = { changed: 0, files: 0, parts: 0 };

const toRow = ({ label, before, created_at, change, cells }: Stored): VersioningRow => ({
  version: label,
  registeredAt: created_at.toISOString(),
  before,
  change,
  cells: versioningDimensions.map((dimension) => {
    const { changed, files, parts } = cells[dimension] ?? none;
    return { dimension, parts, ...(before === null ? { changed: 0, files: 0 } : { changed, files }) };
  }),
});
