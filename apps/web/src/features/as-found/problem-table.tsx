import type { InventoryProblem } from '@countersign/contracts';
import { type Column, Table } from '../../controls/index.ts';

/** More than anybody mends in one go; the rest appears once these are gone. */
const mostShown = 200;

const columns: readonly Column<InventoryProblem>[] = [
  { head: 'Line', cell: ({ line }) => line, numeric: true, width: 64 },
  {
    head: 'Column',
    cell: ({ column }) =>
      column === null ? <span className="muted">whole row</span> : <code>{column}</code>,
    width: 150,
  },
  { head: 'Problem', cell: ({ message }) => <span className="break-words">{message}</span> },
];

export function ProblemTable({ problems }: { problems: readonly InventoryProblem[] }) {
  return (
    <>
      <Table
        label="Problems of the file"
        rows={problems.slice(0, mostShown)}
        keyOf={({ line, column, message }) => `${line}/${column}/${message}`}
        columns={columns}
        second={({ column, message }) => (
          <>
            {column && <code>{column}</code>} {message}
          </>
        )}
      />
      {problems.length > mostShown && (
        <p className="table-foot">
          The first {mostShown} of {problems.length.toLocaleString('en')} problems.
        </p>
      )}
    </>
  );
}
