import type { MailboxRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Await, Button, type Column, Empty, Section, Table, TableLoading } from '../../controls/index.ts';
import { counted, When } from '../../marks/index.ts';
import { NoMailServer } from '../mail/index.ts';
import { RegisterMailboxSheet, RemoveMailboxSheet } from './mailbox-sheets.tsx';
import { mailboxesQuery } from './queries.ts';

function Standing({ row: { confirmedAt, linkExpiresAt } }: { row: MailboxRow }) {
  if (confirmedAt)
    return (
      <>
        Confirmed <When at={confirmedAt} precision="day" />
      </>
    );
  return linkExpiresAt && Date.parse(linkExpiresAt) > Date.now() ? (
    <>
      Waits to be confirmed; its link works until <When at={linkExpiresAt} precision="minute" />
    </>
  ) : (
    'Was not confirmed; its link is over'
  );
}

function Sent({ row: { sent, confirmedAt } }: { row: MailboxRow }) {
  if (sent)
    return (
      <>
        {counted(sent.size, 'entry', 'entries')}, <When at={sent.at} relative />
      </>
    );
  return <span className="muted">{confirmedAt ? 'nothing yet' : 'nothing but the link'}</span>;
}

function SendAgain({ row: { id, address } }: { row: MailboxRow }) {
  const offer = useCommand(() => api.mailbox.offerLink.mutate({ mailboxId: id }));
  return (
    <Button small busy={offer.isPending} onClick={() => offer.mutate()}>
      Send the link again<span className="sr"> to {address}</span>
    </Button>
  );
}

const columnsOf = (remove: (id: string) => void): readonly Column<MailboxRow>[] => [
  { head: 'Mailbox', cell: ({ address }) => <b className="break-all">{address}</b>, width: '28%' },
  { head: 'Standing', cell: (row) => <Standing row={row} /> },
  { head: 'Last checkpoint sent', cell: (row) => <Sent row={row} />, width: '22%' },
  {
    head: 'Acts',
    headHidden: true,
    cell: (row) => (
      <span className="flex flex-wrap justify-end gap-2">
        {!row.confirmedAt && <SendAgain row={row} />}
        <Button small onClick={() => remove(row.id)}>
          Remove<span className="sr"> {row.address}</span>
        </Button>
      </span>
    ),
    width: 240,
    phone: true,
  },
];

interface SectionProps {
  readonly count: number;
  readonly mayChange: boolean;
  readonly sheet: string | undefined;
  readonly open: (sheet: string | undefined) => void;
}

/** Where checkpoints leave to by mail, beside those who fetch them. */
export function MailboxSection({ count, mayChange, sheet, open }: SectionProps) {
  return (
    <Section
      title="Mailboxes"
      count="where the newest checkpoint is sent, every day and after the key was replaced"
      right={
        mayChange && (
          <Button small onClick={() => open('mailbox')}>
            Register a mailbox
          </Button>
        )
      }
    >
      {mayChange ? (
        <Mailboxes sheet={sheet} open={open} />
      ) : (
        <p className="soft pt-2">
          {count === 0
            ? 'Checkpoints are sent to no mailbox. Compliance and administrators register them.'
            : `Checkpoints are sent to ${counted(count, 'mailbox', 'mailboxes')} outside of this portal.`}
        </p>
      )}
    </Section>
  );
}

function Mailboxes({ sheet, open }: Pick<SectionProps, 'sheet' | 'open'>) {
  const query = useQuery(mailboxesQuery);
  const columns = columnsOf(open);
  const removed = query.data?.mailboxes.find(({ id }) => id === sheet);
  const close = () => open(undefined);
  return (
    <>
      <Await query={query} loading={<TableLoading columns={columns} rows={2} />}>
        {({ mailboxes, from }) => (
          <>
            {from === null && <NoMailServer />}
            <Table
              label="Mailboxes"
              roomy
              rows={mailboxes}
              keyOf={({ id }) => id}
              columns={columns}
              second={(row) => (
                <>
                  <Standing row={row} />
                  <br />
                  <Sent row={row} />
                </>
              )}
              empty={
                <Empty title="Checkpoints leave to no mailbox.">
                  A mailbox that the people who run this portal cannot reach, such as your auditors’, keeps a
                  checkpoint for every day. Any of them shows later whether what came before was changed.
                </Empty>
              }
            />
          </>
        )}
      </Await>
      {sheet === 'mailbox' && query.data && <RegisterMailboxSheet from={query.data.from} onClose={close} />}
      {removed && <RemoveMailboxSheet mailbox={removed} onClose={close} />}
    </>
  );
}
