import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Reasons, TextArea } from '../../controls/index.ts';
import { When } from '../../marks/index.ts';

/** A lift is signed by two different people; the second signature makes the version usable. */
export function LiftSheet({
  address,
  page,
  onClose,
}: {
  address: VersionAddress;
  page: VersionPage;
  onClose: () => void;
}) {
  const [comment, setComment] = useState('');
  const lift = useCommand(() => api.recall.lift.mutate({ ...address, comment: comment.trim() }), onClose);
  const reasons = page.actions.find(({ command }) => command === 'lift')?.reasons ?? [];
  const signatures = page.mark?.liftSignatures ?? [];
  return (
    <CommandDialog
      title={`Lift the mark of ${address.model} ${address.version}`}
      caption={
        signatures.length === 0
          ? 'Two different people sign; yours is the first signature and changes nothing alone.'
          : 'Yours is the second signature: the version becomes usable. Each deployment waits for an operator to resume it.'
      }
      verb="Sign the lift"
      refused="The lift was not signed"
      busy={lift.isPending}
      error={lift.error}
      ready={reasons.length === 0 && comment.trim() !== ''}
      onSubmit={() => lift.mutate()}
      onClose={onClose}
    >
      {signatures.map(({ person, at }) => (
        <p key={person.id}>
          <b>{person.name}</b> signed on <When at={at} />
        </p>
      ))}
      <Reasons
        id="lift-reasons"
        title="Why you may not sign"
        sentences={reasons.map(({ message }) => message)}
      />
      <TextArea
        label="Why it may be used again"
        required
        maxLength={5_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}
