import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, TextArea } from '../../controls/index.ts';

export function EndUseSheet({ useId, onClose }: { useId: string; onClose: () => void }) {
  const end = useCommand(() => api.consumer.endUse.mutate({ useId }), onClose);
  return (
    <CommandDialog
      title="End this use"
      caption="It is no longer told what happens to these versions. Should it call one again, it shows as not declared."
      verb="End the use"
      refused="The use was not ended"
      busy={end.isPending}
      error={end.error}
      onSubmit={() => end.mutate()}
      onClose={onClose}
    />
  );
}

export function RetireSheet({
  consumer,
  onDone,
  onClose,
}: {
  consumer: string;
  onDone: () => void;
  onClose: () => void;
}) {
  const [comment, setComment] = useState('');
  const retire = useCommand(() => api.consumer.retire.mutate({ consumer, comment: comment.trim() }), onDone);
  return (
    <CommandDialog
      title={`Retire ${consumer}`}
      caption="Its uses end with it. Should it predict again, its name shows as discovered."
      verb="Retire it"
      kind="stop"
      refused="The consumer was not retired"
      busy={retire.isPending}
      error={retire.error}
      ready={comment.trim() !== ''}
      onSubmit={() => retire.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why"
        required
        rows={3}
        maxLength={1_000}
        value={comment}
        onChange={({ target }) => setComment(target.value)}
      />
    </CommandDialog>
  );
}
