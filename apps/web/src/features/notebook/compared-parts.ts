import type { NotebookRow } from '@countersign/contracts';

/** A row that is shown, or how many in a row are left out because nothing about them changed. */
export type ComparedPart = { readonly row: NotebookRow } | { readonly left: number; readonly from: number };

export const isChanged = ({ change, moved, outputs }: NotebookRow): boolean =>
  change !== 'same' || moved || outputs === 'changed';

/** What is shown of a comparison, in its order: every row, or the changed ones and how many stay between them. */
export function comparedParts(rows: readonly NotebookRow[], whole: boolean): ComparedPart[] {
  if (whole) return rows.map((row) => ({ row }));
  const parts: ComparedPart[] = [];
  let left = 0;
  rows.forEach((row, at) => {
    if (!isChanged(row)) {
      left += 1;
      return;
    }
    if (left > 0) parts.push({ left, from: at - left });
    left = 0;
    parts.push({ row });
  });
  if (left > 0) parts.push({ left, from: rows.length - left });
  return parts;
}

/** `2 changed, 1 added, 1 with other outputs`; how many cells stay is said in any case. */
export function comparedText(rows: readonly NotebookRow[]): string {
  const count = (is: (row: NotebookRow) => boolean) => rows.filter(is).length;
  const told: readonly (readonly [number, string])[] = [
    [count(({ change }) => change === 'changed'), 'changed'],
    [count(({ change }) => change === 'added'), 'added'],
    [count(({ change }) => change === 'removed'), 'removed'],
    [count(({ moved }) => moved), 'moved'],
    [count(({ outputs }) => outputs === 'changed'), 'with other outputs'],
  ];
  const same = count((row) => !isChanged(row));
  return [...told.filter(([number]) => number > 0), [same, 'the same'] as const]
    .map(([number, word]) => `${number.toLocaleString('en')} ${word}`)
    .join(', ');
}
