import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextField } from '../../controls/index.ts';
import { LinkNote } from './link-note.tsx';

export function InviteSheet({ onClose }: { onClose: () => void }) {
  const [name, setName] = useState('');
  const [email, setEmail] = useState('');
  const invite = useCommand(() => api.person.invite.mutate({ name: name.trim(), email: email.trim() }));
  if (invite.data)
    return <LinkNote title={`Invitation of ${name.trim()}`} link={invite.data} onClose={onClose} />;
  return (
    <CommandDialog
      title="Invite a person"
      caption="You get a link to hand on. The person chooses a password with it, which nobody else knows; roles are granted afterwards."
      verb="Make the invitation"
      refused="The person was not invited"
      busy={invite.isPending}
      error={invite.error}
      ready={name.trim() !== '' && email.trim() !== ''}
      onSubmit={() => invite.mutate()}
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
        hint="With it the person signs in; authors in manifests are matched by it."
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
    </CommandDialog>
  );
}
