import {
  type ImportedThing,
  type ImportInput,
  type ImportPlan,
  importedThings,
  importLimits,
} from '@countersign/contracts';
import type { Context } from '../context.ts';
import { preparing } from '../prepared.ts';
import type { Draft } from './draft.ts';
import { findImport } from './import-row.ts';
import { readImport } from './read-import.ts';
import { rehearse } from './rehearse.ts';

/**
 * A dry run: what an import would do, what it leaves aside and why, and what keeps it from being carried out. It is found out by doing
 * all of it in a transaction that is rolled back, so that the import itself comes to the same. @throws Refusal as `readImport` does
 */
export async function planImport(ctx: Context, input: ImportInput): Promise<ImportPlan> {
  const read = await readImport(ctx, input);
  const { draft, key, archive } = read;
  const imported = await findImport(preparing(ctx.pool), key);
  const { adds, blockers } = await rehearse(ctx, read, input);
  return {
    kind: draft.kind,
    digest: input.digest,
    fileName: input.fileName,
    files: archive.count,
    bytes: archive.bytes,
    items: draft.items.slice(0, importLimits.shown).map((item) => ({ ...item, facts: [...item.facts] })),
    counts: countsOf(draft),
    adds,
    aside: draft.aside.slice(0, importLimits.shown),
    blockers,
    imported,
    takesVersion: draft.version !== null || draft.document !== undefined,
  };
}

const countsOf = ({ items }: Draft): { what: ImportedThing; count: number }[] =>
  importedThings
    .map((what) => ({ what, count: items.filter((item) => item.what === what).length }))
    .filter(({ count }) => count > 0);
