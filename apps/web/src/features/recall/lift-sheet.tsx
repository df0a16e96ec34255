import type { VersionAddress, VersionPage } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Reasons, TextArea } from '../../controls/index.ts';
import { assuranceText, When } from '../../marks/index.ts';
import { grantOf, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';

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
  const proof = useProof(useMe());
  const { substance, presentation } = page;
  const lift = useCommand(async () => {
    const recallId = page.mark?.id ?? '';
    const content = { ...address, comment: comment.trim(), recallId };
    const act = { requestId: recallId, decision: 'endorse', substance, presentation } as const;
    const grant = await grantOf(proof, {
      passkey: () => api.recall.prepareLift.mutate(content),
      password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
      signOn: () => api.signOff.startStepUp.mutate(act),
    });
    return api.recall.lift.mutate({ ...content, grant });
  }, onClose);
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
      ready={reasons.length === 0 && comment.trim() !== '' && proof.missing.length === 0}
      onSubmit={() => lift.mutate(undefined, { onError: proof.clear })}
      onClose={onClose}
    >
      {signatures.map(({ person, at, assurance }) => (
        <p key={person.id}>
          <b>{person.name}</b> signed on <When at={at} />
          {assurance && <span className="cap block">{assuranceText(assurance)}</span>}
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
      {reasons.length === 0 && <ProofFields proof={proof} />}
    </CommandDialog>
  );
}
