import type { WebhookRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextField } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { SecretSheet } from './secret-sheet.tsx';
import { isWanted, type Wanted, WebhookFields } from './webhook-fields.tsx';

interface Props {
  readonly webhook: WebhookRow;
  readonly onClose: () => void;
}

export function ChangeWebhookSheet({ webhook, onClose }: Props) {
  const [wanted, setWanted] = useState<Wanted>(webhook);
  const [url, setUrl] = useState('');
  const change = useCommand(
    () =>
      api.webhook.change.mutate({
        webhookId: webhook.id,
        name: wanted.name.trim(),
        models: [...wanted.models],
        events: [...wanted.events],
        url: url.trim() || undefined,
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Change ${webhook.name}`}
      verb="Change the webhook"
      refused="The webhook was not changed"
      busy={change.isPending}
      error={change.error}
      ready={isWanted(wanted)}
      onSubmit={() => change.mutate()}
      onClose={onClose}
    >
      <TextField
        label="New address; empty: it stays"
        type="url"
        inputMode="url"
        autoComplete="off"
        placeholder={webhook.url}
        maxLength={2_000}
        value={url}
        onChange={({ target }) => setUrl(target.value)}
      />
      <WebhookFields wanted={wanted} set={setWanted} />
    </CommandDialog>
  );
}

export function ReplaceSecretSheet({ webhook, onClose }: Props) {
  const replace = useCommand(() => api.webhook.replaceSecret.mutate({ webhookId: webhook.id }));
  if (replace.data?.secret)
    return <SecretSheet name={webhook.name} secret={replace.data.secret} onClose={onClose} />;
  return (
    <CommandDialog
      title={`Replace the secret of ${webhook.name}`}
      caption="For a day every message carries a signature by each of the two, so that your receiver can change over without missing one."
      verb="Replace the secret"
      refused="The secret was not replaced"
      busy={replace.isPending}
      error={replace.error}
      onSubmit={() => replace.mutate()}
      onClose={onClose}
    />
  );
}

export function ResumeWebhookSheet({ webhook, onClose }: Props) {
  const [skip, setSkip] = useState(false);
  const resume = useCommand(() => api.webhook.resume.mutate({ webhookId: webhook.id, skip }), onClose);
  return (
    <CommandDialog
      title={`Resume ${webhook.name}`}
      caption={`${counted(webhook.behind, 'entry', 'entries')} were numbered since it stopped; of these it is sent what it asks for.`}
      verb="Resume the webhook"
      refused="The webhook was not resumed"
      busy={resume.isPending}
      error={resume.error}
      onSubmit={() => resume.mutate()}
      onClose={onClose}
    >
      <label className="flex min-h-6 items-center gap-2">
        <input type="checkbox" checked={skip} onChange={({ target }) => setSkip(target.checked)} />
        Leave out what was numbered meanwhile
      </label>
    </CommandDialog>
  );
}

export function RemoveWebhookSheet({
  webhook,
  onClose,
  onRemoved,
}: Props & { readonly onRemoved: () => void }) {
  const remove = useCommand(() => api.webhook.remove.mutate({ webhookId: webhook.id }), onRemoved);
  return (
    <CommandDialog
      title={`Remove ${webhook.name}`}
      caption="It sends nothing more, and cannot be brought back."
      verb="Remove the webhook"
      kind="stop"
      refused="The webhook was not removed"
      busy={remove.isPending}
      error={remove.error}
      onSubmit={() => remove.mutate()}
      onClose={onClose}
    />
  );
}
