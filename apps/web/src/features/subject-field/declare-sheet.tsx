import {
  type SubjectFieldPage,
  type SubjectSource,
  subjectSources,
  unnamedRows,
} from '@countersign/contracts';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';

const sources = [
  { value: 'input', label: 'A field of the inputs' },
  { value: 'request', label: 'Beside the inputs, said by the caller' },
  { value: 'none', label: 'Nowhere: callers may name a subject or not' },
];
const unnamedChoices = [
  { value: 'refuse', label: 'Refuse the row' },
  { value: 'accept', label: 'Accept it as about nobody' },
];

/** Declares where a row says whom it is about, from now on. */
export function DeclareSheet({ page, onClose }: { page: SubjectFieldPage; onClose: () => void }) {
  const listId = useId();
  const { current } = page;
  const [source, setSource] = useState<SubjectSource>(current.source === 'none' ? 'input' : current.source);
  const [field, setField] = useState(current.field ?? '');
  const [unnamed, setUnnamed] = useState(current.unnamed ?? 'refuse');
  const [reason, setReason] = useState('');
  const named = field.trim();
  const declare = useCommand(
    () =>
      api.subjectField.declare.mutate({
        model: page.model.key,
        source,
        ...(source === 'input' && { field: named }),
        ...(source !== 'none' && { unnamed }),
        reason: reason.trim(),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Whom a prediction is about"
      caption="From now on. What is recorded about a subject is sealed under the subject’s own key, and erased with it."
      verb="Declare"
      refused="Nothing was declared"
      busy={declare.isPending}
      error={declare.error}
      ready={reason.trim() !== '' && (source !== 'input' || named !== '')}
      onSubmit={() => declare.mutate()}
      onClose={onClose}
    >
      <Select
        label="Said where"
        value={source}
        onChange={({ target }) => setSource(subjectSources.find((known) => known === target.value) ?? 'none')}
        choices={sources}
      />
      {source === 'input' && (
        <>
          <TextField
            label="Name of the field"
            list={listId}
            maxLength={200}
            autoComplete="off"
            hint="One that no version reads may be named too: it is taken off before the model is asked, and not kept."
            value={field}
            onChange={({ target }) => setField(target.value)}
          />
          <datalist id={listId}>
            {page.inputs.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </>
      )}
      {source !== 'none' && (
        <Select
          label="A row that names nobody"
          value={unnamed}
          onChange={({ target }) =>
            setUnnamed(unnamedRows.find((known) => known === target.value) ?? 'refuse')
          }
          choices={unnamedChoices}
        />
      )}
      <TextArea
        label="Reason, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
