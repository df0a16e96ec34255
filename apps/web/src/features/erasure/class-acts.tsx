import type { RetentionClass } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, ProblemNote, Reasons, TextArea, TextField } from '../../controls/index.ts';
import { grantOf, type Proof, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';

interface Signed {
  readonly found: RetentionClass;
  readonly reason: string;
  readonly proof: Proof;
}

/** First a grant for exactly what the class says, then the signature that consumes it. */
async function turnOn({ found, reason, proof }: Signed) {
  const { id: classId, digest } = found;
  const act = {
    requestId: classId,
    decision: 'endorse' as const,
    substance: digest,
    presentation: digest,
  };
  const grant = await grantOf(proof, {
    passkey: () => api.retention.prepare.mutate({ classId, digest, reason }),
    password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
    signOn: () => api.signOff.startStepUp.mutate(act),
  });
  return api.retention.turnOn.mutate({ classId, digest, reason, grant });
}

/** Turning a class on is signed: from then on it destroys what falls due. */
export function TurnOnForm({ found }: { found: RetentionClass }) {
  const whyId = useId();
  const [reason, setReason] = useState('');
  const proof = useProof(useMe());
  const command = useCommand(turnOn);
  const blockers = [
    ...(reason.trim() === '' ? ['Please say why.'] : []),
    ...proof.missing.map((part) => `Please ${part}.`),
  ];
  return (
    <form
      className="form pt-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (blockers.length === 0 && !command.isPending)
          command.mutate({ found, reason: reason.trim(), proof }, { onError: proof.clear });
      }}
    >
      <p className="lede">
        Once it is on, sweeps remove what falls due, for good: nobody can reproduce those predictions then.
        Turning it on is signed; a legal hold keeps what it covers.
      </p>
      <TextField
        label="Reason, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <ProofFields proof={proof} />
      {command.error && <ProblemNote title="Not turned on" problem={problemOf(command.error)} />}
      <div>
        <Button
          kind="stop"
          submit
          busy={command.isPending}
          off={blockers.length > 0}
          describedBy={blockers.length > 0 ? whyId : undefined}
        >
          Turn on and sign
        </Button>
        <Reasons id={whyId} title="Before it can be turned on" sentences={blockers} />
      </div>
    </form>
  );
}

export function EndClassSheet({ found, onClose }: { found: RetentionClass; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const end = useCommand(
    () => api.retention.end.mutate({ classId: found.id, reason: reason.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`End ${found.name}`}
      caption="Nothing more is removed under it. What was removed does not come back."
      verb="End the class"
      refused="Not ended"
      busy={end.isPending}
      error={end.error}
      ready={reason.trim() !== ''}
      onSubmit={() => end.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Reason, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
