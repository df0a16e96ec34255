import type { AccessFilter } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';
import { roleWord } from '../../marks/index.ts';

const partOf = ({ search, role, model, unusedDays }: AccessFilter): string =>
  [
    role && `the role ${roleWord[role].toLowerCase()}`,
    model && `the model ${model}`,
    search && `“${search}”`,
    unusedDays && `unused for ${unusedDays} days`,
  ]
    .filter(Boolean)
    .join(', ');

export function RecordReviewSheet({ filter, onClose }: { filter: AccessFilter; onClose: () => void }) {
  const [comment, setComment] = useState('');
  const part = partOf(filter);
  const record = useCommand(
    () => api.accessReview.record.mutate({ filter, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Record the review as done"
      caption={`${part ? `Of a part: ${part}.` : 'Of everything.'} The entry carries the digest of the CSV as it stands now.`}
      verb="Record the review"
      refused="The review was not recorded"
      busy={record.isPending}
      error={record.error}
      ready={comment.trim() !== ''}
      onSubmit={() => record.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Comment, becomes part of the record"
        required
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </CommandDialog>
  );
}
