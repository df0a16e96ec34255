import { type TokenScope, tokenScopes } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, Dialog, TextField } from '../../controls/index.ts';
import { CopyButton, instantOfDay } from '../../marks/index.ts';

const scopeText: Record<TokenScope, string> = {
  read: 'everything that you may read',
  register: 'models, files, versions and requests',
  operate: 'deployments and standing',
  predict: 'ask, record and replay',
};

const dayMs = 86_400_000;
const suggestedDays = 90;
const dayIn = (days: number): string => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10);

function Scopes({
  scopes,
  onChange,
}: {
  scopes: readonly TokenScope[];
  onChange: (scopes: TokenScope[]) => void;
}) {
  return (
    <fieldset className="scopes">
      <legend>Scopes, none of them signs</legend>
      {tokenScopes.map((scope) => (
        <label key={scope}>
          <input
            type="checkbox"
            checked={scopes.includes(scope)}
            onChange={({ target }) =>
              onChange(tokenScopes.filter((one) => (one === scope ? target.checked : scopes.includes(one))))
            }
          />
          <span>
            <b>{scope}</b> <span className="soft">{scopeText[scope]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}

/** The secret lives in this sheet alone: the server keeps its hash, and closing the sheet forgets it. */
function SecretSheet({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Dialog
      title={`Token ${name}`}
      caption="Copy it now: it is shown this once and cannot be read again."
      onClose={onClose}
    >
      <div className="dialog-form">
        <p className="command-line">
          <code>{secret}</code>
          <CopyButton text={secret} what="token" />
        </p>
        <div className="steps">
          <Button kind="main" onClick={onClose}>
            I have copied it
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

export function CreateTokenSheet({
  service,
  onClose,
}: {
  /** A service account that one answers for; else the token is one's own. */
  service?: { id: string; name: string };
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<TokenScope[]>(['read']);
  const [day, setDay] = useState(() => dayIn(suggestedDays));
  const create = useCommand(() =>
    api.token.create.mutate({
      serviceId: service?.id,
      name: name.trim(),
      scopes,
      expiresAt: day === '' ? undefined : instantOfDay(day, '23:59:59'),
    }),
  );
  if (create.data) return <SecretSheet name={name.trim()} secret={create.data.secret} onClose={onClose} />;
  return (
    <CommandDialog
      title="Create a token"
      caption={
        service
          ? `It acts as ${service.name}, as a developer at most, within its scopes.`
          : 'It acts in your name, with what you may do, within its scopes.'
      }
      verb="Create the token"
      refused="The token was not created"
      busy={create.isPending}
      error={create.error}
      ready={name.trim() !== '' && scopes.length > 0}
      onSubmit={() => create.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name, what uses it"
        required
        maxLength={100}
        autoComplete="off"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Scopes scopes={scopes} onChange={setScopes} />
      <TextField
        label="Last day; empty: until it is revoked"
        type="date"
        min={dayIn(0)}
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
    </CommandDialog>
  );
}
