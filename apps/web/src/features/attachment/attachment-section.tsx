import type { AttachmentRow, VersionAddress } from '@countersign/contracts';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import {
  Button,
  type Column,
  Empty,
  ReadProblem,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { attachmentWord, counted, Digest, sizeText, When } from '../../marks/index.ts';
import { AddAttachmentSheet, WithdrawAttachmentSheet } from './attachment-sheets.tsx';
import { attachmentUrl } from './send-attachment.ts';

/** What an imported report states: its makers' figures, which nobody checked here. */
function Figures({ title, figures }: Pick<AttachmentRow, 'title' | 'figures'>) {
  return (
    <details className="fold">
      <summary>
        {counted(figures.length, 'claimed figure')}
        <span className="sr"> of {title}</span>
      </summary>
      <ul className="cap">
        {figures.map(({ name, value }) => (
          <li key={name} className="whitespace-normal break-words">
            {name}: <b>{value}</b>
          </li>
        ))}
      </ul>
    </details>
  );
}

type Withdraw = ((row: AttachmentRow) => void) | null;

function Report({ address, row }: { address: VersionAddress; row: AttachmentRow }) {
  return (
    <>
      <a className="break-words" href={attachmentUrl(address, row.id)} download>
        <b>{row.title}</b>
      </a>
      <span className="cap block whitespace-normal break-words">{row.fileName}</span>
      {row.figures.length > 0 && <Figures {...row} />}
      {row.withdrawn && (
        <span className="cap block whitespace-normal text-fail">
          Withdrawn by {row.withdrawn.by.name}, <When at={row.withdrawn.at} precision="day" />:{' '}
          {row.withdrawn.reason}
        </span>
      )}
    </>
  );
}

const columnsOf = (address: VersionAddress, withdraw: Withdraw): readonly Column<AttachmentRow>[] => [
  { head: 'Report', cell: (row) => <Report address={address} row={row} />, width: '30%' },
  { head: 'Kind', cell: ({ kind }) => attachmentWord[kind] },
  { head: 'Size', cell: ({ bytes }) => sizeText(bytes), numeric: true, width: 90 },
  {
    head: 'Digest, SHA-256',
    cell: ({ digest, title }) => <Digest value={digest} what={`digest of ${title}`} />,
    width: 176,
  },
  {
    head: 'Attached',
    cell: ({ by, at }) => (
      <span className="soft">
        {by.name}, <When at={at} precision="day" />
      </span>
    ),
  },
  ...(withdraw
    ? [
        {
          head: 'Withdraw',
          headHidden: true,
          cell: (row: AttachmentRow) =>
            row.withdrawn === null && (
              <span className="flex justify-end">
                <Button small onClick={() => withdraw(row)}>
                  Withdraw<span className="sr"> {row.title}</span>
                </Button>
              </span>
            ),
          width: 100,
          phone: true,
        },
      ]
    : []),
];

/** Reports that people keep beside a version. Nobody but a person checks what they say: they are claimed. */
export function AttachmentSection({ address }: { address: VersionAddress }) {
  const [adding, setAdding] = useState(false);
  const [withdrawn, setWithdrawn] = useState<AttachmentRow | null>(null);
  const query = useInfiniteQuery({
    queryKey: ['attachment', 'list', address.model, address.version],
    queryFn: ({ pageParam }) => api.attachment.list.query({ ...address, limit: 20, after: pageParam }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const rows = query.data?.pages.flatMap(({ items }) => items);
  const inForce = rows?.filter((row) => row.withdrawn === null).length ?? 0;
  const mayChange = query.data?.pages[0]?.mayChange.length === 0;
  return (
    <div id="attachments">
      <Section
        title="Attachments"
        count={inForce > 0 ? `${inForce}${query.hasNextPage ? ' and more' : ''}, claimed` : undefined}
        right={
          mayChange && (
            <Button small onClick={() => setAdding(true)}>
              Attach a report
            </Button>
          )
        }
      >
        {query.error && <ReadProblem error={query.error} retry={() => void query.refetch()} />}
        {!rows && !query.error && <TableLoading columns={columnsOf(address, null)} rows={1} />}
        {rows && (
          <Table
            label="Attachments"
            top
            rows={rows}
            keyOf={({ id }) => id}
            columns={columnsOf(address, mayChange ? setWithdrawn : null)}
            second={({ kind, bytes, by }) => `${attachmentWord[kind]}, ${sizeText(bytes)}, ${by.name}`}
            empty={
              <Empty title="No report is attached.">
                A validation report, documentation of the model, minutes of an approval: PDF or DOCX. An
                import attaches model cards and reports of Evidently.
              </Empty>
            }
          />
        )}
        {query.hasNextPage && (
          <div className="table-foot">
            <Button small busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          </div>
        )}
        {adding && <AddAttachmentSheet address={address} onClose={() => setAdding(false)} />}
        {withdrawn && <WithdrawAttachmentSheet row={withdrawn} onClose={() => setWithdrawn(null)} />}
      </Section>
    </div>
  );
}
