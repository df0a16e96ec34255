import { useCallback } from 'react';
import { useShortcut } from '../../app/shortcut.ts';

const rowsOnPage = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('[data-row]')];
const linkIn = (row: HTMLElement | undefined) => row?.querySelector<HTMLElement>('a, button');

/** The row of a table that holds the focus: its cell of buttons names it. */
const focusedRow = (): HTMLElement | undefined => {
  const line = document.activeElement?.closest('tr');
  return rowsOnPage().find((row) => line?.contains(row));
};

function step(by: 1 | -1): void {
  const rows = rowsOnPage();
  const at = rows.indexOf(focusedRow() as HTMLElement);
  const next = at === -1 ? (by === 1 ? 0 : rows.length - 1) : at + by;
  const link = linkIn(rows[Math.min(Math.max(next, 0), rows.length - 1)]);
  link?.focus();
  link?.scrollIntoView({ block: 'nearest' });
}

/** j and k move the focus from row to row, so that Enter opens as it does on any link. */
export function useRowKeys(): void {
  useShortcut(
    'j',
    useCallback(() => step(1), []),
    'The next row',
  );
  useShortcut(
    'k',
    useCallback(() => step(-1), []),
    'The row before',
  );
}

/** A key that does something to the row that holds the focus, or to the first one. */
export function useRowKey(key: string, act: (row: string) => void, does: string): void {
  useShortcut(
    key,
    useCallback(() => {
      const row = focusedRow() ?? rowsOnPage()[0];
      if (row?.dataset.row) act(row.dataset.row);
    }, [act]),
    does,
  );
}
