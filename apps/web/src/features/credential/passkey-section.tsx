import type { PasskeyRow } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  Empty,
  ProblemNote,
  Section,
  Table,
  TableLoading,
} from '../../controls/index.ts';
import { counted, When } from '../../marks/index.ts';
import { AddPasskeySheet } from './add-passkey-sheet.tsx';

const columnsOf = (busy: boolean, remove: (id: string) => void): readonly Column<PasskeyRow>[] => [
  { head: 'Name', cell: ({ name }) => <b>{name}</b> },
  { head: 'Kept', cell: ({ synced }) => (synced ? 'synced by its maker' : 'on one device'), width: '22%' },
  { head: 'Added', cell: ({ createdAt }) => <When at={createdAt} />, width: 176 },
  {
    head: 'Last used',
    cell: ({ lastUsedAt }) =>
      lastUsedAt ? <When at={lastUsedAt} relative /> : <span className="muted">never</span>,
    width: 240,
  },
  {
    head: 'Remove',
    headHidden: true,
    cell: ({ id, name }) => (
      <Button small busy={busy} onClick={() => remove(id)}>
        Remove<span className="sr"> {name}</span>
      </Button>
    ),
    width: 100,
    phone: true,
  },
];

/** The passkeys of the person who is signed in. */
export function PasskeySection() {
  const [adding, setAdding] = useState(false);
  const query = useQuery({
    queryKey: ['credential', 'passkeys'],
    queryFn: () => api.credential.passkeys.query(),
  });
  const remove = useCommand((id: string) => api.credential.removePasskey.mutate({ id }));
  const columns = columnsOf(remove.isPending, (id) => remove.mutate(id));
  return (
    <Section
      title="Passkeys"
      count={query.data && counted(query.data.length, 'passkey')}
      right={
        <Button small onClick={() => setAdding(true)}>
          Add a passkey
        </Button>
      }
    >
      {remove.error && <ProblemNote title="The passkey was not removed" problem={problemOf(remove.error)} />}
      <Await query={query} loading={<TableLoading columns={columns} rows={1} roomy />}>
        {(passkeys) => (
          <Table
            label="Passkeys"
            roomy
            rows={passkeys}
            keyOf={({ id }) => id}
            columns={columns}
            second={({ createdAt }) => (
              <>
                added <When at={createdAt} />
              </>
            )}
            empty={
              <Empty title="No passkey yet.">
                With one you sign in without a password, and your own device signs what you sign off.
              </Empty>
            }
          />
        )}
      </Await>
      {adding && <AddPasskeySheet onClose={() => setAdding(false)} />}
    </Section>
  );
}
