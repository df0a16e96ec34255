import type { MailboxRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea, TextField } from '../../controls/index.ts';
import { NoMailServer } from '../mail/index.ts';

export function RegisterMailboxSheet({ from, onClose }: { from: string | null; onClose: () => void }) {
  const [address, setAddress] = useState('');
  const [comment, setComment] = useState('');
  const register = useCommand(
    () => api.mailbox.register.mutate({ address: address.trim(), comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Register a mailbox"
      caption="It gets a link. Once whoever reads it has confirmed, it gets the newest checkpoint, and then one every day."
      verb="Send the link"
      refused="The mailbox was not registered"
      busy={register.isPending}
      error={register.error}
      ready={from !== null && address.trim() !== '' && comment.trim() !== ''}
      onSubmit={() => register.mutate()}
      onClose={onClose}
    >
      {from === null && <NoMailServer />}
      <TextField
        label="Address"
        type="email"
        required
        maxLength={254}
        value={address}
        onChange={({ target }) => setAddress(target.value)}
      />
      <TextArea
        label="Whose it is, and why they keep checkpoints; becomes part of the record"
        required
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
    </CommandDialog>
  );
}

export function RemoveMailboxSheet({ mailbox, onClose }: { mailbox: MailboxRow; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const remove = useCommand(
    () => api.mailbox.remove.mutate({ mailboxId: mailbox.id, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Remove ${mailbox.address}`}
      caption="Nothing more is sent there. What was sent stays there."
      verb="Remove the mailbox"
      kind="stop"
      refused="The mailbox was not removed"
      busy={remove.isPending}
      error={remove.error}
      ready={comment.trim() !== ''}
      onSubmit={() => remove.mutate()}
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
