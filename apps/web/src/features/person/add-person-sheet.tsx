import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextField } from '../../controls/index.ts';

export function AddPersonSheet({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const add = useCommand(
    () => api.person.add.mutate({ name: name.trim(), email: email.trim(), password }),
    onClose,
  );
  return (
    <CommandDialog
      title="Add a person"
      caption="Without a role a person can sign in and read; roles are granted afterwards."
      verb="Add the person"
      refused="The person was not added"
      busy={add.isPending}
      error={add.error}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        required
        maxLength={200}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="E-mail"
        type="email"
        required
        autoComplete="off"
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <TextField
        label="First password"
        type="password"
        hint="At least 12 characters."
        required
        minLength={12}
        autoComplete="new-password"
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
    </CommandDialog>
  );
}
