import { isWebLink, type ReferenceRow, type VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Await, Button, type Column, Empty, Section, Table, TableLoading } from '../../controls/index.ts';
import { referenceWord, When } from '../../marks/index.ts';
import { AddReferenceSheet, WithdrawReferenceSheet } from './reference-sheets.tsx';

/** Only an address of the web is a link; whoever is behind it learns nothing of where the reader came from. */
function Value({ value, link }: Pick<ReferenceRow, 'value' | 'link'>) {
  if (link === null || !isWebLink(link) || !URL.canParse(link)) return <b className="break-words">{value}</b>;
  return (
    <>
      <a className="break-words" href={link} target="_blank" rel="noopener noreferrer">
        {value}
      </a>
      <span className="cap block">{new URL(link).host}</span>
    </>
  );
}

const columnsOf = (withdraw: ((row: ReferenceRow) => void) | null): readonly Column<ReferenceRow>[] => [
  { head: 'Reference', cell: (row) => <Value {...row} />, width: '28%' },
  { head: 'Kind', cell: ({ kind }) => referenceWord[kind], width: '18%' },
  {
    head: 'Added',
    cell: ({ by, at }) => (
      <span className="soft">
        {by.name}, <When at={at} precision="day" />
      </span>
    ),
    width: '26%',
  },
  {
    head: 'Withdrawn',
    cell: ({ withdrawn }) =>
      withdrawn ? (
        <span className="whitespace-normal">
          {withdrawn.reason}
          <span className="cap block">
            {withdrawn.by.name}, <When at={withdrawn.at} precision="day" />
          </span>
        </span>
      ) : (
        <span className="muted">no</span>
      ),
  },
  ...(withdraw
    ? [
        {
          head: 'Withdraw',
          headHidden: true,
          cell: (row: ReferenceRow) =>
            row.withdrawn === null && (
              <span className="flex justify-end">
                <Button small onClick={() => withdraw(row)}>
                  Withdraw<span className="sr"> {row.value}</span>
                </Button>
              </span>
            ),
          width: 100,
          phone: true,
        },
      ]
    : []),
];

/** What a version is called elsewhere. */
export function ReferenceSection({ address }: { address: VersionAddress }) {
  const [adding, setAdding] = useState(false);
  const [withdrawn, setWithdrawn] = useState<ReferenceRow | null>(null);
  const query = useQuery({
    queryKey: ['reference', 'list', address.model, address.version],
    queryFn: () => api.reference.list.query(address),
  });
  const inForce = query.data?.items.filter((row) => row.withdrawn === null).length ?? 0;
  return (
    <div id="references">
      <Section
        title="References"
        count={inForce > 0 ? `${inForce}, claimed` : undefined}
        right={
          query.data?.mayChange.length === 0 && (
            <Button small onClick={() => setAdding(true)}>
              Add a reference
            </Button>
          )
        }
      >
        <Await query={query} loading={<TableLoading columns={columnsOf(null)} rows={1} />}>
          {({ items, mayChange }) => (
            <Table
              label="References"
              top
              rows={items}
              keyOf={({ id }) => id}
              columns={columnsOf(mayChange.length === 0 ? setWithdrawn : null)}
              second={({ kind, by, withdrawn: ended }) =>
                `${referenceWord[kind]}, ${by.name}${ended ? `; withdrawn: ${ended.reason}` : ''}`
              }
              empty={
                <Empty title="No reference is named.">
                  A change number, a ticket, a pull request: what this version is called in other systems.
                </Empty>
              }
            />
          )}
        </Await>
        {adding && <AddReferenceSheet address={address} onClose={() => setAdding(false)} />}
        {withdrawn && <WithdrawReferenceSheet row={withdrawn} onClose={() => setWithdrawn(null)} />}
      </Section>
    </div>
  );
}
