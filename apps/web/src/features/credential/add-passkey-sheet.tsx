import { useState } from 'react';
import { api } from '../../app/api.ts';
import { makePasskey } from '../../app/ask-passkey.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, Dialog, ProblemNote, TextField } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';
import { FreshFields } from './fresh-fields.tsx';
import { useProof } from './use-proof.ts';

export function AddPasskeySheet({ onClose }: { onClose: () => void }) {
  const me = useMe();
  const proof = useProof(me, false);
  const [name, setName] = useState('');
  const add = useCommand(async () => {
    const { challengeId, options } = await api.credential.startAddPasskey.mutate(
      me.proofs.password ? proof.given : {},
    );
    return api.credential.addPasskey.mutate({
      challengeId,
      name: name.trim(),
      response: await makePasskey(options),
    });
  }, onClose);
  const ready = name.trim() !== '' && (!me.proofs.password || proof.missing.length === 0);
  return (
    <Dialog title="Add a passkey" caption="Your browser then asks where to keep it" onClose={onClose}>
      <form
        className="form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !add.isPending) add.mutate(undefined, { onError: proof.clear });
        }}
      >
        <TextField
          label="Name, for you to tell it from others"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <FreshFields proof={proof} />
        {add.error && <ProblemNote title="No passkey was added" problem={problemOf(add.error)} />}
        <div className="flex gap-2">
          <Button kind="main" submit busy={add.isPending} off={!ready}>
            Add it
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
