import type { WitnessRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';

export function RegisterWitnessSheet({ onClose }: { onClose: () => void }) {
  const [verifier, setVerifier] = useState('');
  const [comment, setComment] = useState('');
  const register = useCommand(
    () => api.ledger.registerWitness.mutate({ verifier: verifier.trim(), comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Register a witness"
      caption="From then on its cosignatures are taken and stand below the checkpoints that it saw."
      verb="Register the witness"
      refused="The witness was not registered"
      busy={register.isPending}
      error={register.error}
      ready={verifier.trim() !== '' && comment.trim() !== ''}
      onSubmit={() => register.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Its key, as countersign witness key prints it"
        required
        className="mono"
        maxLength={400}
        value={verifier}
        onChange={({ target }) => setVerifier(target.value)}
      />
      <TextArea
        label="Who runs it, and where; becomes part of the record"
        required
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
    </CommandDialog>
  );
}

export function RemoveWitnessSheet({ witness, onClose }: { witness: WitnessRow; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const remove = useCommand(
    () => api.ledger.removeWitness.mutate({ witnessId: witness.id, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Remove ${witness.name}`}
      caption="No more of its cosignatures are taken; those that it gave stay."
      verb="Remove the witness"
      kind="stop"
      refused="The witness was not removed"
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
