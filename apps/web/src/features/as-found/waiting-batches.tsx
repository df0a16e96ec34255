import type { AsFoundBatch } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { buttonClass, type Column, Section, Table } from '../../controls/index.ts';
import { counted, When } from '../../marks/index.ts';

const signedOf = ({ signatures }: AsFoundBatch): string =>
  signatures.length === 0 ? 'first of two signatures' : 'second of two signatures';

const columns: readonly Column<AsFoundBatch>[] = [
  {
    head: 'Inventory',
    cell: ({ id, rows }) => (
      <Link className="quiet" to="/import" search={{ batch: id }}>
        <b>{counted(rows, 'model')}</b> as found
      </Link>
    ),
    width: '24%',
  },
  { head: 'Asked of you', cell: signedOf, width: '18%' },
  { head: 'Prepared by', cell: ({ preparedBy }) => preparedBy.name },
  {
    head: 'Prepared',
    cell: ({ preparedAt }) => <When at={preparedAt} precision="day" relative />,
    width: 200,
  },
  {
    head: 'Open',
    headHidden: true,
    cell: ({ id, rows }) => (
      <span className="flex justify-end" data-row={id}>
        <Link className={buttonClass('plain', true)} to="/import" search={{ batch: id }}>
          Read and sign
          <span className="sr"> the inventory of {counted(rows, 'model')}</span>
        </Link>
      </span>
    ),
    phone: true,
    width: 120,
  },
];

/** Inventories that wait for my signature; nothing at all where none does. */
export function WaitingBatches() {
  const { data } = useQuery({
    queryKey: ['as-found', 'waiting'],
    queryFn: () => api.asFound.waiting.query(),
  });
  if (!data || data.length === 0) return null;
  return (
    <Section title="Inventories to sign" count={`${data.length}, oldest first`}>
      <Table
        label="Inventories to sign"
        roomy
        rows={data}
        keyOf={({ id }) => id}
        columns={columns}
        second={(batch) => `${signedOf(batch)}, by ${batch.preparedBy.name}`}
      />
    </Section>
  );
}
