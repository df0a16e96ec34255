import type { SignedOff, SigningSubject } from '@countersign/contracts';
import { useId } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Reasons } from '../../controls/index.ts';
import { grantOf, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';
import { asSentence } from './blockers.ts';

/** Prose changed after the endorsement: one action over the difference makes it count again. */
export function ReEndorseForm({
  subject,
  signOffId,
  onSigned,
}: {
  subject: SigningSubject;
  signOffId: string;
  onSigned: (answer: SignedOff) => void;
}) {
  const me = useMe();
  const proof = useProof(me);
  const whyId = useId();
  const { requestId, substance, presentation } = subject;
  const command = useCommand(
    async () => {
      const act = { requestId, decision: 'endorse', substance, presentation } as const;
      const grant = await grantOf(proof, {
        passkey: () => api.signOff.prepareReEndorse.mutate({ signOffId, presentation }),
        password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
        signOn: () => api.signOff.startStepUp.mutate(act),
      });
      return api.signOff.reEndorse.mutate({ signOffId, presentation, grant });
    },
    onSigned,
    false,
  );
  const ready = proof.missing.length === 0;
  return (
    <form
      className="sign-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !command.isPending) command.mutate(undefined, { onError: proof.clear });
      }}
    >
      <p className="soft text-13">
        Only prose changed since you endorsed. The difference is shown under “Since you signed”; your
        endorsement counts again once you re-endorse it.
      </p>
      <ProofFields proof={proof} />
      {command.error && <ProblemNote title="Not re-endorsed" problem={problemOf(command.error)} />}
      <div>
        <Button
          kind="main"
          submit
          off={!ready}
          busy={command.isPending}
          describedBy={ready ? undefined : whyId}
          className="w-full"
        >
          Re-endorse
        </Button>
        <Reasons id={whyId} sentences={proof.missing.map(asSentence)} />
      </div>
    </form>
  );
}
