import type { AllowedHosts } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Await,
  Button,
  type Column,
  CommandDialog,
  Empty,
  Section,
  Table,
  TableLoading,
  TextArea,
  TextField,
} from '../../controls/index.ts';
import { When } from '../../marks/index.ts';
import { hostsQuery } from './queries.ts';

type Host = AllowedHosts['hosts'][number];

const columnsOf = (withdraw: (host: string) => void): readonly Column<Host>[] => [
  { head: 'Host', cell: ({ host }) => <span className="mono break-all">{host}</span> },
  { head: 'Allowed', cell: ({ addedAt }) => <When at={addedAt} />, width: 200 },
  {
    head: 'Take back',
    headHidden: true,
    cell: ({ id, host }) => (
      <span className="flex justify-end">
        <Button small onClick={() => withdraw(id)}>
          Take back<span className="sr"> {host}</span>
        </Button>
      </span>
    ),
    width: 110,
    phone: true,
  },
];

export function HostsSection({
  onAllow,
  onWithdraw,
}: {
  onAllow: () => void;
  onWithdraw: (host: string) => void;
}) {
  const query = useQuery(hostsQuery);
  const columns = columnsOf(onWithdraw);
  return (
    <Section
      title="Hosts that webhooks may reach"
      count={
        query.data?.proxied
          ? 'they leave through a proxy here: only hosts of this list are reached'
          : 'besides those on the public internet'
      }
      right={
        <Button small onClick={onAllow}>
          Allow a host
        </Button>
      }
    >
      <Await query={query} loading={<TableLoading columns={columns} rows={1} />}>
        {({ hosts }) => (
          <Table
            label="Hosts that webhooks may reach"
            rows={hosts}
            keyOf={({ id }) => id}
            columns={columns}
            second={({ addedAt }) => <When at={addedAt} />}
            empty={
              <Empty title="No host of the house is reached.">
                An address in a private network is refused until its host is allowed here. Link-local
                addresses, and those where clouds hand out credentials, stay out of reach.
              </Empty>
            }
          />
        )}
      </Await>
    </Section>
  );
}

export function AllowHostSheet({ onClose }: { onClose: () => void }) {
  const [host, setHost] = useState('');
  const [comment, setComment] = useState('');
  const allow = useCommand(
    () => api.webhook.allowHost.mutate({ host: host.trim(), comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Allow a host"
      caption="Webhooks may then reach it, also where it is in a network of the house, and by http."
      verb="Allow the host"
      refused="The host was not allowed"
      busy={allow.isPending}
      error={allow.error}
      ready={host.trim() !== '' && comment.trim() !== ''}
      onSubmit={() => allow.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Host"
        hint="A name such as hooks.bank.example, *.bank.example for all names that end so, or an IP address."
        required
        autoComplete="off"
        maxLength={253}
        value={host}
        onChange={({ target }) => setHost(target.value)}
      />
      <TextArea
        label="Why, becomes part of the record"
        required
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
    </CommandDialog>
  );
}

export function WithdrawHostSheet({ hostId, onClose }: { hostId: string; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const withdraw = useCommand(
    () => api.webhook.withdrawHost.mutate({ hostId, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Take back a host"
      caption="Whatever still goes there fails from the next message on, unless the host is on the public internet."
      verb="Take it back"
      kind="stop"
      refused="The host is still allowed"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={comment.trim() !== ''}
      onSubmit={() => withdraw.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why, becomes part of the record"
        required
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
    </CommandDialog>
  );
}
