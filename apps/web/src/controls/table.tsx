import { type CSSProperties, Fragment, type ReactNode } from 'react';

export interface Column<Row> {
  /** Text of the head; a column of buttons names itself for those who listen. */
  head: string;
  headHidden?: boolean;
  /** Around the head's text: what sorts by the column. */
  headLink?: (text: string) => ReactNode;
  cell: (row: Row) => ReactNode;
  numeric?: boolean;
  width?: number | string;
  /** Kept on a phone beside the first column; the others go into the second line. */
  phone?: boolean;
  /** Left out where the window is narrower than a desk's. */
  spare?: boolean;
  sorted?: 'ascending' | 'descending';
}

export interface TableProps<Row> {
  /** What the table lists, for those who listen. */
  label: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  columns: readonly Column<Row>[];
  /** On a phone: the second line under the first column. */
  second?: (row: Row) => ReactNode;
  /** Heads of groups; rows come sorted by group. */
  group?: ((row: Row) => string) | undefined;
  roomy?: boolean;
  /** Rows of several lines: cells begin at the same height. */
  top?: boolean;
  empty?: ReactNode;
}

const classOf = (column: Column<never>, first: boolean): string | undefined =>
  [column.numeric && 'num', column.spare && 'only-desk', !first && !column.phone && 'only-wide']
    .filter(Boolean)
    .join(' ') || undefined;

/** A custom property, so that the style sheet can let it go on a phone. */
function widthStyle(width: number | string | undefined): CSSProperties | undefined {
  if (width === undefined) return undefined;
  const style: CSSProperties & Record<'--width', string> = {
    '--width': typeof width === 'number' ? `${width}px` : width,
  };
  return style;
}

function Head<Row>({ columns }: { columns: readonly Column<Row>[] }) {
  return (
    <thead>
      <tr>
        {columns.map((column, index) => (
          <th
            key={column.head}
            scope="col"
            className={classOf(column as Column<never>, index === 0)}
            style={widthStyle(column.width)}
            aria-sort={column.sorted}
          >
            {column.headHidden ? (
              <span className="sr">{column.head}</span>
            ) : (
              (column.headLink?.(column.head) ?? column.head)
            )}
            {column.sorted && <span aria-hidden="true">{column.sorted === 'ascending' ? ' ↑' : ' ↓'}</span>}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** A dense table that stays a table on a phone: what does not fit becomes a second line under the name. */
export function Table<Row>(props: TableProps<Row>) {
  const { label, rows, keyOf, columns, second, group, roomy, top, empty } = props;
  return (
    <>
      <table className={`table${roomy ? ' table-roomy' : ''}${top ? ' table-top' : ''}`} aria-label={label}>
        <Head columns={columns} />
        <tbody>
          {rows.map((row, position) => {
            const name = group?.(row);
            const before = rows[position - 1];
            const opens = name !== undefined && (before === undefined || group?.(before) !== name);
            return (
              <Fragment key={keyOf(row)}>
                {opens && (
                  <tr className="table-group">
                    <th scope="colgroup" colSpan={columns.length}>
                      {name}
                    </th>
                  </tr>
                )}
                <tr>
                  {columns.map((column, index) => (
                    <td key={column.head} className={classOf(column as Column<never>, index === 0)}>
                      {column.cell(row)}
                      {index === 0 && second && <span className="cap only-phone">{second(row)}</span>}
                    </td>
                  ))}
                </tr>
              </Fragment>
            );
          })}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </>
  );
}

/** The same head over empty rows of the same height, so that nothing jumps when the answer comes. */
export function TableLoading<Row>({
  columns,
  rows,
  roomy,
}: {
  columns: readonly Column<Row>[];
  rows: number;
  roomy?: boolean;
}) {
  return (
    <table
      className={`table table-loading${roomy ? ' table-roomy' : ''}`}
      aria-busy="true"
      aria-label="Loading"
    >
      <Head columns={columns} />
      <tbody>
        {Array.from({ length: rows }, (_, row) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: placeholders
          <tr key={row}>
            {columns.map((column, index) => (
              <td key={column.head} className={classOf(column as Column<never>, index === 0)}>
                <span className="placeholder" />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
