import type { AddressRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import {
  Button,
  type Column,
  CommandDialog,
  Empty,
  ProblemNote,
  Section,
  Table,
  TextField,
} from '../../controls/index.ts';
import { counted, Result, When } from '../../marks/index.ts';

function AddAddressSheet({
  personId,
  own,
  onClose,
}: {
  personId: string;
  own: boolean;
  onClose: () => void;
}) {
  const [email, setEmail] = useState('');
  const add = useCommand(() => api.person.addAddress.mutate({ personId, email: email.trim() }), onClose);
  return (
    <CommandDialog
      title="Add an address"
      caption={
        own
          ? 'Authors are matched by it once an administrator has verified that it is yours.'
          : 'By adding it you verify that it is theirs. Versions whose manifest names it have them as an author from now on.'
      }
      verb="Add the address"
      refused="The address was not added"
      busy={add.isPending}
      error={add.error}
      ready={email.trim() !== ''}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <TextField
        label="E-mail"
        type="email"
        required
        autoComplete={own ? 'email' : 'off'}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
    </CommandDialog>
  );
}

function AddressState({ address }: { address: AddressRow }) {
  if (!address.verifiedAt) return <Result tone="owed">Not verified</Result>;
  return (
    <span className="inline-flex flex-wrap gap-x-2">
      <Result tone="ok">Verified</Result>
      <span className="muted">
        <When at={address.verifiedAt} precision="day" />
        {address.verifiedBy && ` by ${address.verifiedBy.name}`}
      </span>
    </span>
  );
}

interface Acts {
  readonly verify: ((email: string) => void) | null;
  readonly remove: ((email: string) => void) | null;
  readonly busy: boolean;
}

const columnsOf = ({ verify, remove, busy }: Acts): readonly Column<AddressRow>[] => [
  {
    head: 'Address',
    cell: ({ email, signIn }) => (
      <>
        <b className="break-all">{email}</b> {signIn && <span className="muted">signs in</span>}
      </>
    ),
  },
  { head: 'State', cell: (address) => <AddressState address={address} />, width: '40%' },
  {
    head: 'Change',
    headHidden: true,
    cell: ({ email, signIn, verifiedAt }) => (
      <span className="inline-flex gap-2">
        {verify && !verifiedAt && (
          <Button small busy={busy} onClick={() => verify(email)}>
            Verify<span className="sr"> {email}</span>
          </Button>
        )}
        {remove && !signIn && (
          <Button small busy={busy} onClick={() => remove(email)}>
            Remove<span className="sr"> {email}</span>
          </Button>
        )}
      </span>
    ),
    width: 170,
    phone: true,
  },
];

/** Addresses of a person: of oneself, or of another for an administrator; others read them. */
export function AddressSection({
  personId,
  addresses,
  own,
  mayChange,
}: {
  personId: string;
  addresses: readonly AddressRow[];
  own: boolean;
  mayChange: boolean;
}) {
  const [adding, setAdding] = useState(false);
  const verify = useCommand((email: string) => api.person.verifyAddress.mutate({ personId, email }));
  const remove = useCommand((email: string) => api.person.removeAddress.mutate({ personId, email }));
  const error = verify.error ?? remove.error;
  const columns = columnsOf({
    verify: mayChange && !own ? verify.mutate : null,
    remove: mayChange ? remove.mutate : null,
    busy: verify.isPending || remove.isPending,
  });
  return (
    <Section
      title="Addresses"
      count={counted(addresses.length, 'address', 'addresses')}
      right={
        mayChange && (
          <Button small onClick={() => setAdding(true)}>
            Add an address
          </Button>
        )
      }
    >
      {error && <ProblemNote title="The address was not changed" problem={problemOf(error)} />}
      <Table
        label="Addresses"
        roomy
        rows={addresses}
        keyOf={({ email }) => email}
        columns={columns}
        second={(address) => <AddressState address={address} />}
        empty={<Empty title="No address." />}
      />
      {adding && <AddAddressSheet personId={personId} own={own} onClose={() => setAdding(false)} />}
    </Section>
  );
}
