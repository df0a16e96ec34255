import {
  type ImportedItem,
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
import type { Aim } from './write-document-of.ts';

/**
 * A dry run: what an import would do, what it leaves aside and why, and what keeps it from being carried out. It is found out by doing
 * all of it in a transaction that is rolled back, so that the import itself comes to the same. @throws Refusal as `readImport` does
 */
export async function planImport(ctx: Context, input: ImportInput): Promise<ImportPlan> {
  const read = await readImport(ctx, input);
  const { draft, key, archive } = read;
  const imported = await findImport(preparing(ctx.pool), key);
  const { adds, blockers, aim } = await rehearse(ctx, read, input);
  const items = itemsOf(draft, aim);
  return {
    kind: draft.kind,
    digest: input.digest,
    fileName: input.fileName,
    files: archive.count,
    bytes: archive.bytes,
    items: items.slice(0, importLimits.shown).map((item) => ({ ...item, facts: [...item.facts] })),
    counts: countsOf(items),
    adds,
    aside: draft.aside.slice(0, importLimits.shown),
    blockers,
    imported,
    takesVersion: draft.version !== null || draft.document !== undefined,
  };
}

/** What would make a version makes none where it goes beside one that is there. */
function itemsOf({ items, document }: Draft, aim: Aim): readonly ImportedItem[] {
  if (aim !== 'document' || !document || items.some(({ what }) => what === 'document')) return items;
  const { title, fileName, figures } = document;
  const facts = [{ name: 'figures', value: figures.length.toLocaleString('en') }];
  return [
    { what: 'document', name: title, from: fileName, facts },
    ...items.filter(({ what }) => what === 'claim'),
  ];
}

const countsOf = (items: readonly ImportedItem[]): { what: ImportedThing; count: number }[] =>
  importedThings
    .map((what) => ({ what, count: items.filter((item) => item.what === what).length }))
    .filter(({ count }) => count > 0);
