import type { NoticeDetail } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea, TextField } from '../../controls/index.ts';
import { instantOfDay, roleWord } from '../../marks/index.ts';
import { grantOf, ProofFields, useProof } from '../credential/index.ts';
import { useMe } from '../session/index.ts';

/** Accepting the risk of going on is a signature over the version, with the signer's word why. */
export function RiskSheet({ notice, onClose }: { notice: NoticeDetail; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const [day, setDay] = useState('');
  const proof = useProof(useMe());
  const { id: noticeId, substance, presentation } = notice;
  const accept = useCommand(async () => {
    const content = {
      noticeId,
      comment: comment.trim(),
      ...(day ? { until: instantOfDay(day, '23:59:59') } : {}),
    };
    const act = { requestId: noticeId, decision: 'endorse', substance, presentation } as const;
    const grant = await grantOf(proof, {
      passkey: () => api.notice.prepareRisk.mutate(content),
      password: () => api.signOff.reauthenticate.mutate({ ...act, ...proof.given }),
      signOn: () => api.signOff.startStepUp.mutate(act),
    });
    return api.notice.acceptRisk.mutate({ ...content, grant });
  }, onClose);
  const role = notice.riskRoles[0];
  return (
    <CommandDialog
      title={`Accept the risk of ${notice.model.key} ${notice.label}`}
      caption={`${notice.consumer.name} goes on with a version that is recalled. You answer for it${role ? `, as ${roleWord[role as keyof typeof roleWord].toLowerCase()}` : ''}.`}
      verb="Sign for the risk"
      refused="The risk was not accepted"
      busy={accept.isPending}
      error={accept.error}
      ready={comment.trim() !== '' && proof.missing.length === 0}
      onSubmit={() => accept.mutate(undefined, { onError: proof.clear })}
      onClose={onClose}
    >
      <TextArea
        label="Why the risk may be taken"
        required
        maxLength={5_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
      <TextField
        label="Until (empty: as long as the recall stands)"
        type="date"
        value={day}
        onChange={(event) => setDay(event.target.value)}
      />
      <ProofFields proof={proof} />
    </CommandDialog>
  );
}
