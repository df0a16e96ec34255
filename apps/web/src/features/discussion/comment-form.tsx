import type { PersonRef } from '@countersign/contracts';
import { useState } from 'react';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { CommentField } from './comment-field.tsx';
import { mentionedIn } from './mention.ts';

/** A comment on its way: it stays, with everything typed, until the server has answered. */
export function CommentForm({
  label,
  verb,
  refused,
  model,
  start = '',
  onSend,
  onDone,
  onCancel,
}: {
  label: string;
  verb: string;
  refused: string;
  model: string;
  start?: string;
  onSend: (text: string, mentions: string[]) => Promise<unknown>;
  onDone?: () => void;
  onCancel?: () => void;
}) {
  const [text, setText] = useState(start);
  const [chosen, setChosen] = useState<PersonRef[]>([]);
  const ready = text.trim() !== '' && text.trim() !== start;
  const send = useCommand(
    () => onSend(text.trim(), mentionedIn(text, chosen)),
    () => {
      setText('');
      setChosen([]);
      onDone?.();
    },
  );
  return (
    <form
      className="comment-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !send.isPending) send.mutate();
      }}
    >
      <CommentField
        label={label}
        model={model}
        value={text}
        onChange={setText}
        onMention={(person) => setChosen((before) => [...before, person])}
      />
      {send.error && (
        <ProblemNote
          title={refused}
          problem={problemOf(send.error)}
          kept="Your text is still in the field."
        />
      )}
      <div className="steps">
        <Button submit small busy={send.isPending} off={!ready}>
          {verb}
        </Button>
        {onCancel && (
          <Button small onClick={onCancel}>
            Cancel
          </Button>
        )}
      </div>
    </form>
  );
}
