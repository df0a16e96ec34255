import type { TierPage, TierProposal } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, RadioSegments, Reasons, TextArea } from '../../controls/index.ts';
import { tierWord } from '../../marks/index.ts';
import { grantOf, type Proof, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';

type Decision = 'endorse' | 'reject';

interface SignInput {
  proposal: TierProposal;
  decision: Decision;
  comment: string;
  proof: Proof;
}

/** First a grant for exactly this signature, then the signature that consumes it. */
async function sign({ proposal, decision, comment, proof }: SignInput) {
  const { id: proposalId, digest } = proposal;
  const content = { proposalId, decision, comment: comment.trim(), digest };
  const act = { requestId: proposalId, decision, substance: digest, presentation: digest };
  const grant = await grantOf(proof, {
    passkey: () => api.tier.prepare.mutate(content),
    password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
    signOn: () => api.signOff.startStepUp.mutate(act),
  });
  return api.tier.sign.mutate({ ...content, grant });
}

export function SignTierForm({ page, proposal }: { page: TierPage; proposal: TierProposal }) {
  const me = useMe();
  const whyId = useId();
  const [decision, setDecision] = useState<Decision>('endorse');
  const [comment, setComment] = useState('');
  const proof = useProof(me);
  const command = useCommand(sign);
  const blockers = [
    ...page.maySign.map(({ message }) => message),
    ...(decision === 'reject' && comment.trim() === '' ? ['Say why not.'] : []),
    ...(page.maySign.length === 0 ? proof.missing.map((part) => `Please ${part}.`) : []),
  ];
  const tier = tierWord[proposal.tier].toLowerCase();
  return (
    <form
      className="form pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (blockers.length > 0 || command.isPending) return;
        command.mutate({ proposal, decision, comment, proof }, { onError: proof.clear });
      }}
    >
      {page.maySign.length === 0 && (
        <>
          <RadioSegments
            label="Decision"
            options={[
              { value: 'endorse', label: `Sign tier ${tier}` },
              { value: 'reject', label: 'Refuse' },
            ]}
            value={decision}
            onChange={setDecision}
          />
          <TextArea
            label="Comment, becomes part of the record"
            maxLength={10_000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
          <ProofFields proof={proof} />
          {page.openRequests > 0 && (
            <p className="soft">
              {page.openRequests === 1 ? 'One request is' : `${page.openRequests} requests are`} open: what
              was asked for keeps the policy that it was asked under. Requests from then on take the policy of
              the new tier.
            </p>
          )}
        </>
      )}
      {command.error && (
        <ProblemNote
          title="Not signed"
          problem={problemOf(command.error)}
          kept="Nothing was stored. Your comment is still in the field."
        />
      )}
      <div>
        <Button
          kind="main"
          submit
          busy={command.isPending}
          off={blockers.length > 0}
          describedBy={blockers.length > 0 ? whyId : undefined}
        >
          {decision === 'endorse' ? 'Sign the tier' : 'Sign the refusal'}
        </Button>
        <Reasons id={whyId} title="Before you can sign" sentences={blockers} />
      </div>
    </form>
  );
}
