import type { Consumer } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextField } from '../../controls/index.ts';
import { ConsumerFields, type Draft, detailsOf, isDraft } from './consumer-fields.tsx';

const nothing: Draft = {
  name: '',
  purpose: '',
  contacts: '',
  volume: '',
  serviceLevels: '',
  whenBlocked: '',
};

/** `name`: one that predicts already. */
export function RegisterSheet({
  name = '',
  onDone,
  onClose,
}: {
  name?: string | undefined;
  onDone: (consumer: string) => void;
  onClose: () => void;
}) {
  const [key, setKey] = useState(name);
  const [draft, setDraft] = useState<Draft>({ ...nothing, name });
  const consumer = key.trim();
  const register = useCommand(
    () => api.consumer.register.mutate({ consumer, ...detailsOf(draft) }),
    () => onDone(consumer),
  );
  return (
    <CommandDialog
      title="Register a consumer"
      caption="You answer for it: you are told of what happens to the versions that it uses."
      verb="Register it"
      refused="The consumer was not registered"
      busy={register.isPending}
      error={register.error}
      ready={consumer !== '' && isDraft(draft)}
      onSubmit={() => register.mutate()}
      onClose={onClose}
    >
      <TextField
        label="The name that it predicts under"
        hint="What an invocation or a recorded prediction says as its consumer, letter by letter."
        required
        maxLength={200}
        autoComplete="off"
        spellCheck={false}
        readOnly={name !== ''}
        value={key}
        onChange={({ target }) => setKey(target.value)}
      />
      <ConsumerFields draft={draft} set={setDraft} />
    </CommandDialog>
  );
}

export function ChangeSheet({ consumer, onClose }: { consumer: Consumer; onClose: () => void }) {
  const [draft, setDraft] = useState<Draft>({
    name: consumer.name,
    purpose: consumer.purpose ?? '',
    contacts: consumer.contacts.join(', '),
    volume: consumer.volumePerDay === null ? '' : String(consumer.volumePerDay),
    serviceLevels: consumer.serviceLevels ?? '',
    whenBlocked: consumer.whenBlocked ?? '',
  });
  const change = useCommand(
    () => api.consumer.change.mutate({ consumer: consumer.key, ...detailsOf(draft) }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Change ${consumer.key}`}
      verb="Change it"
      refused="Nothing was changed"
      busy={change.isPending}
      error={change.error}
      ready={isDraft(draft)}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <ConsumerFields draft={draft} set={setDraft} />
    </CommandDialog>
  );
}
