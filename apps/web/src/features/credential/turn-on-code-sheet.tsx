import type { OneTimeCodeSecret } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, Dialog, ProblemNote, TextField } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';
import { FreshFields } from './fresh-fields.tsx';
import { QrPicture } from './qr-picture.tsx';
import { useProof } from './use-proof.ts';
import './credential.css';

/** Who one is, then the secret, then a code of it; last the recovery codes, once. */
export function TurnOnCodeSheet({ onClose }: { onClose: () => void }) {
  const [secret, setSecret] = useState<OneTimeCodeSecret | null>(null);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  return (
    <Dialog
      title="Turn codes on"
      caption={codes ? 'Kept by you alone' : 'With an authenticator app'}
      onClose={onClose}
    >
      {codes ? (
        <RecoveryCodeList codes={codes} onClose={onClose} />
      ) : secret ? (
        <ConfirmForm secret={secret} onDone={setCodes} />
      ) : (
        <BeginForm onDone={setSecret} />
      )}
    </Dialog>
  );
}

function BeginForm({ onDone }: { onDone: (secret: OneTimeCodeSecret) => void }) {
  const me = useMe();
  const proof = useProof(me, false);
  const begin = useCommand(
    () => api.credential.startOneTimeCode.mutate(me.proofs.password ? proof.given : {}),
    onDone,
  );
  const ready = !me.proofs.password || proof.missing.length === 0;
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !begin.isPending) begin.mutate(undefined, { onError: proof.clear });
      }}
    >
      <FreshFields proof={proof} />
      {begin.error && <ProblemNote title="Codes are still off" problem={problemOf(begin.error)} />}
      <Button kind="main" submit busy={begin.isPending} off={!ready} className="justify-self-start">
        Go on
      </Button>
    </form>
  );
}

function ConfirmForm({ secret, onDone }: { secret: OneTimeCodeSecret; onDone: (codes: string[]) => void }) {
  const [code, setCode] = useState('');
  const confirm = useCommand(
    () => api.credential.confirmOneTimeCode.mutate({ code }),
    ({ recoveryCodes }) => onDone(recoveryCodes),
  );
  const ready = /^\s*\d{3}\s*\d{3}\s*$/.test(code);
  return (
    <form
      className="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !confirm.isPending) confirm.mutate(undefined, { onError: () => setCode('') });
      }}
    >
      <p>Read this picture with your app, or type the secret beneath it.</p>
      <QrPicture text={secret.uri} label="The secret, as a picture for an authenticator app" />
      <p>
        <code className="break-all">{secret.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      <TextField
        label="Code that the app shows now"
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        onChange={(event) => setCode(event.target.value)}
      />
      {confirm.error && <ProblemNote title="Codes are still off" problem={problemOf(confirm.error)} />}
      <Button kind="main" submit busy={confirm.isPending} off={!ready} className="justify-self-start">
        Turn codes on
      </Button>
    </form>
  );
}

function RecoveryCodeList({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  return (
    <div className="form">
      <p>
        <b>Codes are on.</b> Each of these replaces one code of the app, should you lose it. They are shown
        this once.
      </p>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button kind="main" onClick={onClose}>
          I have kept them
        </Button>
        <Button onClick={() => void navigator.clipboard.writeText(codes.join('\n'))}>Copy all</Button>
      </div>
    </div>
  );
}
