import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextField } from '../../controls/index.ts';
import { usePeopleChoices } from '../person/index.ts';

export function MakeServiceSheet({ onClose }: { onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState('');
  const [responsibleId, setResponsibleId] = useState('');
  const people = usePeopleChoices();
  const make = useCommand(
    () => api.serviceAccount.make.mutate({ name: name.trim(), responsibleId }),
    ({ serviceId }) => void navigate({ to: '/admin/services/$service', params: { service: serviceId } }),
  );
  return (
    <CommandDialog
      title="Make a service account"
      caption="It has no password. Roles are granted and tokens made afterwards."
      verb="Make the account"
      refused="The service account was not made"
      busy={make.isPending}
      error={make.error}
      ready={name.trim() !== '' && responsibleId !== ''}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name, what it does"
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Select
        label="Who answers for it"
        hint="Counts as an author of everything that it registers, and so signs none of it."
        value={responsibleId}
        onChange={(event) => setResponsibleId(event.target.value)}
        choices={[{ value: '', label: 'Choose a person' }, ...people]}
      />
    </CommandDialog>
  );
}
