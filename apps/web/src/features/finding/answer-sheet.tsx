import type { FindingRow } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, RadioSegments, TextArea } from '../../controls/index.ts';

const choices = {
  open: [
    { value: 'closed', label: 'Close: dealt with' },
    { value: 'accepted', label: 'Accept: it stays' },
  ],
  closed: [{ value: 'open', label: 'Open again' }],
  accepted: [
    { value: 'closed', label: 'Close: dealt with' },
    { value: 'open', label: 'Open again' },
  ],
} as const satisfies Record<FindingRow['state'], readonly { value: FindingRow['state']; label: string }[]>;

/** A judgement over a finding, with the reason that stays in the record. */
export function AnswerSheet({ finding, onClose }: { finding: FindingRow; onClose: () => void }) {
  const options: readonly { value: FindingRow['state']; label: string }[] = choices[finding.state];
  const [state, setState] = useState<FindingRow['state']>(options[0]!.value);
  const [comment, setComment] = useState('');
  const answer = useCommand(
    () => api.finding.answer.mutate({ findingId: finding.id, state, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Judge ${finding.name}`}
      caption={finding.title}
      verb="Record the judgement"
      refused="The finding is as it was"
      busy={answer.isPending}
      error={answer.error}
      ready={comment.trim() !== ''}
      onSubmit={() => answer.mutate()}
      onClose={onClose}
    >
      <RadioSegments label="Judgement" options={options} value={state} onChange={setState} />
      <TextArea
        label="Comment, becomes part of the record"
        maxLength={10_000}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}
