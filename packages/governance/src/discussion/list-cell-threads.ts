import type { CellThread, CellThreads, CellThreadsOf, NotebookRow } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { loadVersion } from '../lifecycle/load-version.ts';
import { alignCells } from '../notebook/align-cells.ts';
import { openNotebook } from '../notebook/open-notebook.ts';
import { whyNotDiscuss } from './discussants.ts';
import { type ThreadStored, threadColumns, toThread } from './thread-row.ts';

const most = { threads: 200, earlier: 10 };

type Stored = ThreadStored & { readonly version: string; readonly cell_digest: string };

const threadsSql = `SELECT v.label AS version, t.cell_digest, ${threadColumns('$2')}
  FROM thread t JOIN version v ON v.id = t.version_id
  WHERE v.model_id = $1 AND v.number <= $3 AND t.path = $4 AND t.cell IS NOT NULL
    AND (v.number = $3 OR t.resolved_at IS NULL)
  ORDER BY v.number DESC, t.id DESC LIMIT ${most.threads + 1}`;

/**
 * Threads about the cells of a notebook: those of this version, and the open ones of earlier versions at the cell that
 * theirs has become, with whether it says something else by now. @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function listCellThreads(ctx: Context, input: CellThreadsOf): Promise<CellThreads> {
  const scope = await requireInsight(ctx);
  const { row } = await loadVersion(ctx.pool, input, 'none');
  requireModelIn(scope, row.model_id);
  const { rows } = await ctx.pool.query<Stored>(threadsSql, [
    row.model_id,
    ctx.actor.id,
    row.number,
    input.path,
  ]);
  const found = rows.slice(0, most.threads);
  const earlier = [...new Set(found.map(({ version }) => version))].filter((label) => label !== row.label);
  const placed = await placeCells(ctx, input, earlier.slice(0, most.earlier));
  return {
    items: found.flatMap((stored): CellThread[] => {
      const thread = toThread(stored, ctx.actor.id);
      const { version, cell } = stored;
      if (version === row.label) return [{ version, cell, about: 'here', thread }];
      const place = placed.get(version)?.find(({ before }) => before === cell);
      return placed.has(version) ? [{ version, ...placeOf(place), thread }] : [];
    }),
    more: rows.length > most.threads || earlier.length > most.earlier,
    reasons: whyNotDiscuss(scope.rolesOn(row.model_id)),
  };
}

const placeOf = (row: NotebookRow | undefined): Pick<CellThread, 'cell' | 'about'> =>
  row === undefined || row.after === null
    ? { cell: null, about: 'gone' }
    : { cell: row.after, about: row.change === 'same' ? 'same-text' : 'earlier-text' };

/** The notebook of each of these versions held against this one. */
async function placeCells(
  ctx: Context,
  input: CellThreadsOf,
  versions: readonly string[],
): Promise<Map<string, NotebookRow[]>> {
  const placed = new Map<string, NotebookRow[]>();
  if (versions.length === 0) return placed;
  const own = await openNotebook(ctx, input);
  // One after the other: each of them may be large.
  for (const version of versions) {
    const old = await openNotebook(ctx, { ...input, version });
    placed.set(version, alignCells(old?.notebook.cells ?? [], own?.notebook.cells ?? []));
  }
  return placed;
}
