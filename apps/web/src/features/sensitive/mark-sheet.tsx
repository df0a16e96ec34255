import { type SensitiveRow, sensitiveAttributes } from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';
import { attributeWord } from './words.ts';

const choices = sensitiveAttributes.map((value) => ({ value, label: attributeWord[value] }));

/** Marks a field, or says of one that is marked what it is. */
export function MarkSheet({
  model,
  row,
  unmarked,
  onClose,
}: {
  model: string;
  row: SensitiveRow | null;
  unmarked: readonly string[];
  onClose: () => void;
}) {
  const listId = useId();
  const [field, setField] = useState(row?.field ?? '');
  const [attribute, setAttribute] = useState(row?.mark.attribute ?? 'age');
  const [words, setWords] = useState(row?.mark.words ?? '');
  const said = words.trim();
  const mark = useCommand(
    () => api.sensitive.mark.mutate({ model, field: field.trim(), attribute, words: said || undefined }),
    onClose,
  );
  return (
    <CommandDialog
      title={row ? `What ${row.field} is` : 'Mark a sensitive attribute'}
      caption="It holds for every version of the model that has a field of this name."
      verb="Mark as sensitive"
      refused="Nothing was marked"
      busy={mark.isPending}
      error={mark.error}
      ready={field.trim() !== '' && (attribute !== 'other' || said !== '')}
      onSubmit={() => mark.mutate()}
      onClose={onClose}
    >
      {!row && (
        <>
          <TextField
            label="Input, or column of the data"
            list={listId}
            maxLength={200}
            autoComplete="off"
            hint="A column that no version reads may be marked too: others may stand for it."
            value={field}
            onChange={({ target }) => setField(target.value)}
          />
          <datalist id={listId}>
            {unmarked.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      <Select
        label="Attribute"
        value={attribute}
        onChange={({ target }) =>
          setAttribute(sensitiveAttributes.find((known) => known === target.value) ?? 'other')
        }
        choices={choices}
      />
      <TextField
        label={attribute === 'other' ? 'Which one' : 'In your own words, where the kind does not say it'}
        maxLength={200}
        value={words}
        onChange={({ target }) => setWords(target.value)}
      />
    </CommandDialog>
  );
}

/** Ends a mark; why stays in the record. */
export function UnmarkSheet({
  model,
  row,
  onClose,
}: {
  model: string;
  row: SensitiveRow;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const unmark = useCommand(
    () => api.sensitive.unmark.mutate({ model, field: row.field, reason: reason.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`End the mark of ${row.field}`}
      caption="What a version’s own schema says stays."
      verb="End the mark"
      refused="The mark is as it was"
      busy={unmark.isPending}
      error={unmark.error}
      ready={reason.trim() !== ''}
      onSubmit={() => unmark.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why it is not sensitive, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
