import type { AsFoundBatchPage } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, ProblemNote, Reasons, TextArea } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { grantOf, type Proof, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';
import { roleText } from './batch-table.tsx';

interface SignInput {
  page: AsFoundBatchPage;
  comment: string;
  proof: Proof;
}

/** First a grant for exactly this signature, then the signature that consumes it. */
async function sign({ page: { batch }, comment, proof }: SignInput) {
  const { id: batchId, digest } = batch;
  const content = { batchId, comment: comment.trim(), digest };
  const act = { requestId: batchId, decision: 'endorse', substance: digest, presentation: digest } as const;
  const grant = await grantOf(proof, {
    passkey: () => api.asFound.prepareSign.mutate(content),
    password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
    signOn: () => api.signOff.startStepUp.mutate(act),
  });
  return api.asFound.sign.mutate({ ...content, grant });
}

const asSentence = (owed: string): string => `${owed.charAt(0).toUpperCase()}${owed.slice(1)}.`;

export function SignBatchForm({ page }: { page: AsFoundBatchPage }) {
  const me = useMe();
  const whyId = useId();
  const [comment, setComment] = useState('');
  const proof = useProof(me);
  const command = useCommand(sign);
  const { batch, signAs } = page;
  if (signAs === null)
    return (
      <Reasons id={whyId} title="You cannot sign" sentences={page.reasons.map(({ message }) => message)} />
    );
  const isSecond = batch.signatures.length > 0;
  const ready = proof.missing.length === 0;
  return (
    <form
      className="form pt-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready || command.isPending) return;
        command.mutate({ page, comment, proof }, { onError: proof.clear });
      }}
    >
      <TextArea
        label="Comment, becomes part of the record"
        maxLength={10_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <ProofFields proof={proof} />
      <p className="soft">
        {isSecond
          ? `Yours is the second signature: ${counted(batch.rows, 'model')} enter as found, all of them or none.`
          : 'Yours is the first of two signatures; nothing enters before the second.'}
      </p>
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
          off={!ready}
          describedBy={ready ? undefined : whyId}
        >
          Sign as {roleText(signAs)}
        </Button>
        <Reasons id={whyId} title="Before you can sign" sentences={proof.missing.map(asSentence)} />
      </div>
    </form>
  );
}

export function WithdrawSheet({ batchId, onClose }: { batchId: string; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const withdraw = useCommand(
    () => api.asFound.withdraw.mutate({ batchId, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Withdraw the inventory"
      caption="It stays on record with its signatures; none of its models enters by it."
      verb="Withdraw"
      kind="stop"
      refused="The inventory was not withdrawn"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={comment.trim() !== ''}
      onSubmit={() => withdraw.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why"
        maxLength={5_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}
