import type { ReactNode } from 'react';
import { Glyph } from '../marks/index.ts';
import { Button } from './button.tsx';

/** Rows of fields that can be added and taken away; each is a group of its own for those who listen. */
export function RowFields<Row extends { readonly key: number }>({
  what,
  rows,
  most,
  layout,
  fields,
  add,
  change,
}: {
  /** One row in a word, as in `Metric 3`. */
  what: string;
  rows: readonly Row[];
  most: number;
  layout: string;
  fields: (row: Row, change: (part: Partial<Row>) => void) => ReactNode;
  add: () => readonly Row[];
  change: (rows: readonly Row[]) => void;
}) {
  return (
    <div>
      {rows.map((row, index) => (
        <fieldset key={row.key} className={`row-fields ${layout}`}>
          <legend className="sr">
            {what} {index + 1}
          </legend>
          {fields(row, (part) =>
            change(rows.map((one) => (one.key === row.key ? { ...one, ...part } : one))),
          )}
          <button
            type="button"
            className="copy row-remove"
            aria-label={`Remove ${what.toLowerCase()} ${index + 1}`}
            onClick={() => change(rows.filter(({ key }) => key !== row.key))}
          >
            <Glyph name="cross" size={14} />
          </button>
        </fieldset>
      ))}
      <div className="pt-2">
        <Button small off={rows.length >= most} onClick={() => change(add())}>
          Add a {what.toLowerCase()}
        </Button>
      </div>
    </div>
  );
}
