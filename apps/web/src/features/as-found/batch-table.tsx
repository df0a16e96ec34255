import type { AsFoundBatch } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { type Column, Empty, Table } from '../../controls/index.ts';
import { counted, roleWord, When } from '../../marks/index.ts';

const stateWord: Readonly<Record<AsFoundBatch['state'], string>> = {
  open: 'Waits for signatures',
  imported: 'Imported',
  withdrawn: 'Withdrawn',
};

export const roleText = (role: string): string =>
  (roleWord as Readonly<Record<string, string>>)[role]?.toLowerCase() ?? role;

const signedBy = ({ signatures }: AsFoundBatch) =>
  signatures.length === 0 ? (
    <span className="muted">nobody yet</span>
  ) : (
    signatures.map(({ person, role }) => `${person.name} as ${roleText(role)}`).join('; ')
  );

export const batchColumns: readonly Column<AsFoundBatch>[] = [
  {
    head: 'Prepared',
    cell: ({ id, preparedAt }) => (
      <Link className="quiet" to="/import" search={{ batch: id }}>
        <b>
          <When at={preparedAt} precision="minute" />
        </b>
      </Link>
    ),
    width: 200,
  },
  { head: 'Models', cell: ({ rows }) => rows.toLocaleString('en'), numeric: true, width: 76 },
  { head: 'State', cell: ({ state }) => stateWord[state], width: 170 },
  { head: 'Prepared by', cell: ({ preparedBy }) => preparedBy.name, width: 190 },
  { head: 'Signed by', cell: signedBy },
  { head: 'Why', cell: ({ comment }) => <span className="soft line-clamp-2">{comment}</span> },
];

export function BatchTable({ rows }: { rows: readonly AsFoundBatch[] }) {
  return (
    <Table
      label="Inventories"
      rows={rows}
      keyOf={({ id }) => id}
      columns={batchColumns}
      second={(batch) => (
        <>
          {stateWord[batch.state]}: {counted(batch.rows, 'model')}, prepared by {batch.preparedBy.name},
          signed by {signedBy(batch)}
        </>
      )}
      empty={
        <Empty title="No inventory was prepared.">
          Models that are in production already enter here, all of a file together.
        </Empty>
      }
    />
  );
}
