import type { RecallBoard } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Reasons, TextArea } from '../../controls/index.ts';

/** Ends following a recall. What does not hold is stated, with the reason why it is closed all the same. */
export function CloseSheet({ board, onClose }: { board: RecallBoard; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const unmet = board.conditions.filter(({ met }) => !met);
  const close = useCommand(
    () =>
      api.recall.close.mutate({
        recallId: board.row.id,
        ...(reason.trim() !== '' && { reason: reason.trim() }),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Close the recall of ${board.row.model.key} ${board.row.label}`}
      caption="The version stays marked: that is lifted by two people."
      verb="Close the recall"
      refused="The recall is open"
      busy={close.isPending}
      error={close.error}
      ready={unmet.length === 0 || reason.trim() !== ''}
      onSubmit={() => close.mutate()}
      onClose={onClose}
    >
      <Reasons
        id="unmet"
        title="What does not hold, and is recorded with the closing"
        sentences={unmet.map(({ wants, stands }) => `${wants}: ${stands}`)}
      />
      <TextArea
        label={
          unmet.length > 0
            ? 'Why it is closed all the same, becomes part of the record'
            : 'Comment, becomes part of the record'
        }
        required={unmet.length > 0}
        maxLength={5_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
