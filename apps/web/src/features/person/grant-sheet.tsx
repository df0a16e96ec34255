import type { Role } from '@countersign/lifecycle';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextField } from '../../controls/index.ts';
import { instantOfDay, roleWord } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';

const everyRole = Object.keys(roleWord) as Role[];
const meaning: Record<Role, string> = {
  administrator: 'people, roles, policies; reads everything but predictions',
  owner: 'answers for models: purpose, requests, escalations',
  developer: 'registers and amends versions',
  reviewer: 'signs at the review gate',
  approver: 'signs at the approval and go-live gates',
  operator: 'deploys, switches, rolls back, stops',
  compliance: 'reads and reproduces everything, marks “do not use”',
  auditor: 'reads, until a day; goes with no other role',
  consumer: 'asks the models that the role names',
  viewer: 'reads versions and what serves',
};

const instantOf = (day: string, time: string): string | undefined =>
  day === '' ? undefined : instantOfDay(day, time);

export function GrantSheet({
  person,
  roles = everyRole,
  onClose,
}: {
  person: { readonly id: string; readonly name: string };
  /** Those that the account may hold. */
  roles?: readonly Role[];
  onClose: () => void;
}) {
  const [role, setRole] = useState<Role>('viewer');
  const [model, setModel] = useState('');
  const [endDay, setEndDay] = useState('');
  const [fromDay, setFromDay] = useState('');
  const [toDay, setToDay] = useState('');
  const isAuditor = role === 'auditor';
  const grant = useCommand(
    () =>
      api.person.grantRole.mutate({
        personId: person.id,
        role,
        modelKey: role === 'administrator' ? undefined : model || undefined,
        endsAt: instantOf(endDay, '23:59:59'),
        periodFrom: isAuditor ? instantOf(fromDay, '00:00:00') : undefined,
        periodTo: isAuditor ? instantOf(toDay, '23:59:59') : undefined,
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Grant a role to ${person.name}`}
      caption="The same role again, with another end, takes the place of the one before."
      verb="Grant the role"
      refused="The role was not granted"
      busy={grant.isPending}
      error={grant.error}
      ready={!isAuditor || endDay !== ''}
      onSubmit={() => grant.mutate()}
      onClose={onClose}
    >
      <Select
        label="Role"
        hint={meaning[role]}
        value={role}
        onChange={(event) => setRole(roles.find((found) => found === event.target.value) ?? 'viewer')}
        choices={roles.map((found) => ({ value: found, label: roleWord[found] }))}
      />
      {role !== 'administrator' && (
        <ModelSelect label="On" none="Every model" value={model} onChange={setModel} />
      )}
      <TextField
        label={isAuditor ? 'Last day' : 'Last day; empty: until it is revoked'}
        type="date"
        required={isAuditor}
        value={endDay}
        onChange={(event) => setEndDay(event.target.value)}
      />
      {isAuditor && (
        <div className="grid gap-3 wide:grid-cols-2">
          <TextField
            label="Records from; empty: the beginning"
            type="date"
            value={fromDay}
            onChange={(event) => setFromDay(event.target.value)}
          />
          <TextField
            label="Records until; empty: no end"
            type="date"
            value={toDay}
            onChange={(event) => setToDay(event.target.value)}
          />
        </div>
      )}
    </CommandDialog>
  );
}
