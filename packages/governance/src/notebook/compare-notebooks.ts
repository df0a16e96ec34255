import type { CompareNotebooks, NotebookComparison } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { alignCells } from './align-cells.ts';
import { type OpenedNotebook, openNotebook } from './open-notebook.ts';

/** A notebook of two versions cell by cell: which are the same, changed, moved, new or gone. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function compareNotebooks(ctx: Context, input: CompareNotebooks): Promise<NotebookComparison> {
  const { model, path } = input;
  const [before, after] = await Promise.all([
    openNotebook(ctx, { model, version: input.before, path: input.pathBefore ?? path }),
    openNotebook(ctx, { model, version: input.after, path }),
  ]);
  const side = (version: string, opened: OpenedNotebook | null) =>
    opened && { version, path: opened.path, digest: opened.digest, cells: opened.notebook.cells.length };
  const sides = { before: side(input.before, before), after: side(input.after, after) };
  const reason = !before || !after ? 'ABSENT' : (before.reason ?? after.reason);
  return reason !== null || !before || !after
    ? { reason, ...sides, rows: [] }
    : { reason, ...sides, rows: alignCells(before.notebook.cells, after.notebook.cells) };
}
