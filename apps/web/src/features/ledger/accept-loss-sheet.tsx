import type { LedgerLoss, Me } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';
import { FreshFields, useProof } from '../credential/index.ts';
import { lossText } from './loss-text.ts';

/** An administrator lets the ledger go on from what the database has. */
export function AcceptLossSheet({ loss, me, onClose }: { loss: LedgerLoss; me: Me; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const proof = useProof(me, false);
  const accept = useCommand(
    () =>
      api.ledger.acceptLoss.mutate({
        comment: comment.trim(),
        proof: me.proofs.password ? proof.given : {},
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Let the ledger go on"
      caption={`${lossText(loss)} Look for a newer backup first: this cannot be taken back.`}
      verb="Let it go on"
      kind="stop"
      refused="The ledger does not go on"
      busy={accept.isPending}
      error={accept.error}
      ready={comment.trim() !== '' && (!me.proofs.password || proof.missing.length === 0)}
      onSubmit={() => accept.mutate()}
      onClose={onClose}
    >
      <p className="soft text-13">
        It goes on under a new origin with a new key. Whoever follows it needs that key; what was published
        before stays proof of what was lost, and your entry names both.
      </p>
      <TextArea
        label="What happened, becomes part of the record"
        required
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
      <FreshFields proof={proof} every="decision of this kind" />
    </CommandDialog>
  );
}
