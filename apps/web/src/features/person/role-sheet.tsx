import type { PersonRow } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, type Column, Dialog, Empty, ProblemNote, Select, Table } from '../../controls/index.ts';
import { roleWord } from '../../marks/index.ts';
import { useModelChoices } from '../model/index.ts';

type Held = PersonRow['roles'][number];
const roles = Object.keys(roleWord) as Role[];

/** Roles that a person holds, everywhere or on one model; a revocation refuses only future acts. */
export function RoleSheet({ person, onClose }: { person: PersonRow; onClose: () => void }) {
  const [role, setRole] = useState<Role>('viewer');
  const [model, setModel] = useState('');
  const models = useModelChoices();
  const grant = useCommand(() =>
    api.person.grantRole.mutate({ personId: person.id, role, modelKey: model || undefined }),
  );
  const revoke = useCommand((held: Held) =>
    api.person.revokeRole.mutate({
      personId: person.id,
      role: held.role,
      modelKey: held.modelKey ?? undefined,
    }),
  );
  const error = grant.error ?? revoke.error;
  const columns: readonly Column<Held>[] = [
    { head: 'Role', cell: (held) => roleWord[held.role] },
    { head: 'On', cell: ({ modelKey }) => modelKey ?? 'every model', phone: true },
    {
      head: 'Revoke',
      headHidden: true,
      cell: (held) => (
        <Button small busy={revoke.isPending} onClick={() => revoke.mutate(held)}>
          Revoke<span className="sr"> {roleWord[held.role]}</span>
        </Button>
      ),
      phone: true,
      width: 90,
    },
  ];
  return (
    <Dialog title={`Roles of ${person.name}`} caption={person.email} onClose={onClose}>
      <Table
        label="Roles held"
        roomy
        rows={person.roles}
        keyOf={({ role, modelKey }) => `${role}/${modelKey}`}
        columns={columns}
        empty={<Empty title="No role is held." />}
      />
      <form
        className="dialog-form pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!grant.isPending) grant.mutate();
        }}
      >
        <div className="grid gap-3 wide:grid-cols-2">
          <Select
            label="Role"
            value={role}
            onChange={(event) => setRole(roles.find((found) => found === event.target.value) ?? 'viewer')}
            choices={roles.map((found) => ({ value: found, label: roleWord[found] }))}
          />
          <Select
            label="On"
            value={model}
            onChange={(event) => setModel(event.target.value)}
            choices={[{ value: '', label: 'Every model' }, ...models]}
          />
        </div>
        {error && <ProblemNote title="The roles were not changed" problem={problemOf(error)} />}
        <div className="steps">
          <Button kind="main" submit busy={grant.isPending}>
            Grant the role
          </Button>
          <Button onClick={onClose}>Close</Button>
        </div>
      </form>
    </Dialog>
  );
}
