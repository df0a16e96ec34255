import { type WebhookForm, webhookForms } from '@countersign/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextField } from '../../controls/index.ts';
import { SecretSheet } from './secret-sheet.tsx';
import { isWanted, type Wanted, WebhookFields } from './webhook-fields.tsx';
import { formWord } from './words.ts';

const hint: Readonly<Record<WebhookForm, string>> = {
  standard: 'Signed per Standard Webhooks, so that any library of theirs verifies it.',
  slack: 'The address of an incoming webhook. Whoever has it can write there, so it is shown to nobody.',
  teams: 'The address of a workflow that posts to a channel. It is shown to nobody.',
};

export function MakeWebhookSheet({ onClose }: { onClose: () => void }) {
  const [form, setForm] = useState<WebhookForm>('standard');
  const [url, setUrl] = useState('');
  const [wanted, setWanted] = useState<Wanted>({ name: '', models: [], events: ['standing', 'deployments'] });
  const navigate = useNavigate();
  const show = (webhook: string) => void navigate({ to: '/develop/webhooks/$webhook', params: { webhook } });
  const make = useCommand(
    () =>
      api.webhook.make.mutate({
        name: wanted.name.trim(),
        models: [...wanted.models],
        events: [...wanted.events],
        form,
        url: url.trim(),
      }),
    ({ webhookId, secret }) => secret === null && show(webhookId),
  );
  const { data } = make;
  if (data?.secret)
    return <SecretSheet name={wanted.name} secret={data.secret} onClose={() => show(data.webhookId)} />;
  return (
    <CommandDialog
      title="Add a webhook"
      caption="From the next entry on, what you may see of what it asks for is sent to the address, in the order of the entries."
      verb="Add the webhook"
      refused="The webhook was not added"
      busy={make.isPending}
      error={make.error}
      ready={isWanted(wanted) && url.trim() !== ''}
      onSubmit={() => make.mutate()}
      onClose={onClose}
    >
      <Select
        label="Form"
        hint={hint[form]}
        value={form}
        onChange={({ target }) => setForm(target.value as WebhookForm)}
        choices={webhookForms.map((value) => ({ value, label: formWord[value] }))}
      />
      <TextField
        label="Address"
        required
        type="url"
        inputMode="url"
        autoComplete="off"
        placeholder="https://"
        maxLength={2_000}
        value={url}
        onChange={({ target }) => setUrl(target.value)}
      />
      <WebhookFields wanted={wanted} set={setWanted} />
    </CommandDialog>
  );
}
