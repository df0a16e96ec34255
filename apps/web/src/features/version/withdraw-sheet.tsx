import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';

export function WithdrawSheet({
  requestId,
  incident,
  onClose,
}: {
  requestId: string;
  /** Of the expedited road. */
  incident: string | undefined;
  onClose: () => void;
}) {
  const [comment, setComment] = useState('');
  const withdraw = useCommand(
    () => api.request.withdraw.mutate({ requestId, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title="Withdraw the request"
      caption={
        incident === undefined
          ? 'Its sign-offs end with it. The gate can be asked for again.'
          : `The expedited road for incident ${incident}. It can be asked for again.`
      }
      verb="Withdraw the request"
      kind="stop"
      refused="The request was not withdrawn"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={comment.trim() !== ''}
      onSubmit={() => withdraw.mutate()}
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
