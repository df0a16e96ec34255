import { type Page, type PageOf, type VersioningRow, versioningDimensions } from '@countersign/contracts';
import { readScope, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { keyset, limitOf } from '../paging.ts';
import { compareTexts } from './compare-facts.ts';
import { type VersioningSource, versioningParts } from './versioning-parts.ts';

interface Stored extends VersioningSource {
  readonly label: string;
  readonly number: number;
  readonly created_at: Date;
}

const byNumber = keyset('versioning', 'integer');
const usualPage = 20;

/**
 * The versions of a model, the newest first, with what changed from each to the next: data, scripts, parameters, build
 * environment, trained object, documentation. @throws Refusal NOT_FOUND, FORBIDDEN
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
  const { rows } = await ctx.pool.query<Stored>(
    `SELECT v.label, v.number, v.created_at, r.dossier, r.release_notes, r.description,
       (SELECT coalesce(json_agg(json_build_object('path', f.path, 'kind', f.kind, 'digest', f.digest) ORDER BY f.path), '[]')
        FROM version_file f WHERE f.version_id = v.id) AS files
     FROM version v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
     WHERE v.model_id = $1 AND ($2::bigint IS NULL OR v.number < $2::bigint)
     ORDER BY v.number DESC LIMIT $3`,
    [modelId, after, limit + 1],
  );
  const shown = rows.slice(0, limit);
  return {
    items: shown.map((row, at) => toRow(row, rows[at + 1])),
    next: rows.length > limit ? byNumber.encode([String(shown.at(-1)!.number)]) : null,
  };
}

function toRow(row: Stored, before: Stored | undefined): VersioningRow {
  const [now, old] = [versioningParts(row), before && versioningParts(before)];
  const paths = new Set([...row.files, ...(before?.files ?? [])].map(({ path }) => path));
  return {
    version: row.label,
    registeredAt: row.created_at.toISOString(),
    before: before?.label ?? null,
    cells: versioningDimensions.map((dimension) => {
      const parts = compareTexts(old?.[dimension] ?? [], now[dimension]);
      const changed = old ? parts.filter(({ same }) => !same) : [];
      const files = changed.filter(({ name }) => paths.has(name)).length;
      return { dimension, changed: changed.length, files, parts: parts.length };
    }),
  };
}
