import type { Consumer } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea } from '../../controls/index.ts';
import { usePeopleChoices } from '../person/index.ts';

const Why = ({ value, onChange }: { value: string; onChange: (text: string) => void }) => (
  <TextArea
    label="Why"
    required
    rows={3}
    maxLength={1_000}
    value={value}
    onChange={({ target }) => onChange(target.value)}
  />
);

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
      <Why value={comment} onChange={setComment} />
    </CommandDialog>
  );
}

/** Another account answers for it from now on, its open notices included. */
export function HandOverSheet({ consumer, onClose }: { consumer: Consumer; onClose: () => void }) {
  const [answererId, setAnswerer] = useState('');
  const [comment, setComment] = useState('');
  const people = usePeopleChoices().filter(({ value }) => value !== consumer.answerer?.id);
  const handOver = useCommand(
    () => api.consumer.handOver.mutate({ consumer: consumer.key, answererId, comment: comment.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Hand ${consumer.name} over`}
      caption={`${consumer.answerer?.name ?? 'Nobody'} answers for it now. The new account answers its open notices, too.`}
      verb="Hand it over"
      refused="The consumer was not handed over"
      busy={handOver.isPending}
      error={handOver.error}
      ready={answererId !== '' && comment.trim() !== ''}
      onSubmit={() => handOver.mutate()}
      onClose={onClose}
    >
      <Select
        label="Who answers for it"
        value={answererId}
        choices={[{ value: '', label: 'Choose an account' }, ...people]}
        onChange={({ target }) => setAnswerer(target.value)}
      />
      <Why value={comment} onChange={setComment} />
    </CommandDialog>
  );
}
