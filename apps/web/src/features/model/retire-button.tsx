import type { ModelPage } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, TextArea } from '../../controls/index.ts';

type Retirement = NonNullable<ModelPage['retirement']>;

/** Ends a model whose versions have all ended; says what has to end before. */
export function RetireButton({ model, retirement }: { model: string; retirement: Retirement }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>Retire</Button>
      {isOpen && <RetireSheet model={model} retirement={retirement} onClose={() => setIsOpen(false)} />}
    </>
  );
}

function RetireSheet({
  model,
  retirement: { going, recalled },
  onClose,
}: {
  model: string;
  retirement: Retirement;
  onClose: () => void;
}) {
  const [comment, setComment] = useState('');
  const retire = useCommand(() => api.model.retire.mutate({ model, comment: comment.trim() }), onClose);
  const isFinished = going.length === 0 && !recalled;
  return (
    <CommandDialog
      title={`Retire ${model}`}
      caption="It leaves every list and takes no version any more, for good. Its pages, predictions and entries stay, and what is kept after a model is retired counts from today."
      verb="Retire the model"
      kind="stop"
      refused="Not retired"
      busy={retire.isPending}
      error={retire.error}
      ready={isFinished && comment.trim() !== ''}
      onSubmit={() => retire.mutate()}
      onClose={onClose}
    >
      {going.length > 0 && (
        <p>
          Every version is deprecated first. Still to come:{' '}
          {going.map((version, at) => (
            <span key={version}>
              {at > 0 && ', '}
              <Link to="/m/$model/v/$version" params={{ model, version }}>
                {version}
              </Link>
            </span>
          ))}
          .
        </p>
      )}
      {recalled && (
        <p>
          Its <Link to="/recalls">open recall</Link> is closed first: nobody would find it any more.
        </p>
      )}
      {isFinished && (
        <TextArea
          label="Comment, becomes part of the record"
          required
          maxLength={5_000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
      )}
    </CommandDialog>
  );
}
