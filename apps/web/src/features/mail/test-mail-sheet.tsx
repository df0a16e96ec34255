import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextField } from '../../controls/index.ts';

export function TestMailSheet({ own, onClose }: { own: string; onClose: () => void }) {
  const [to, setTo] = useState(own);
  const send = useCommand(() => api.mail.sendTest.mutate({ to: to.trim() }), onClose);
  return (
    <CommandDialog
      title="Send a test mail"
      caption="It appears in the log at once, and there is what the mail server answered."
      verb="Send it"
      refused="No mail was sent"
      busy={send.isPending}
      error={send.error}
      ready={to.trim() !== ''}
      onSubmit={() => send.mutate()}
      onClose={onClose}
    >
      <TextField
        label="To"
        type="email"
        required
        maxLength={254}
        value={to}
        onChange={({ target }) => setTo(target.value)}
      />
    </CommandDialog>
  );
}
