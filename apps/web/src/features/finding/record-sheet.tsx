import {
  type FindingRow,
  findingSeverities,
  type PersonRef,
  type VersionAddress,
} from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';
import { useMe } from '../session/index.ts';
import { endOfDay } from './condition.ts';
import { severityWord } from './finding-word.ts';

/** People who work on the model, offered while a name is typed; the person themselves first. */
function useColleagues(model: string, typed: string): PersonRef[] {
  const me = useMe();
  const found = useQuery({
    queryKey: ['discussion', 'colleagues', model, typed],
    queryFn: () => api.discussion.colleagues.query({ model, q: typed }),
    placeholderData: (before) => before,
  });
  return [{ id: me.person.id, name: me.person.name }, ...(found.data ?? [])];
}

export function RecordSheet({ address, onClose }: { address: VersionAddress; onClose: () => void }) {
  const listId = useId();
  const [title, setTitle] = useState('');
  const [text, setText] = useState('');
  const [severity, setSeverity] = useState<FindingRow['severity']>('medium');
  const [owner, setOwner] = useState('');
  const [due, setDue] = useState('');
  const colleagues = useColleagues(address.model, owner.trim().slice(0, 100));
  const chosen = colleagues.find(({ name }) => name === owner.trim());
  const record = useCommand(
    () =>
      api.finding.record.mutate({
        ...address,
        title: title.trim(),
        text: text.trim(),
        severity,
        ownerId: chosen?.id ?? '',
        dueAt: endOfDay(due),
      }),
    onClose,
  );
  return (
    <CommandDialog
      title="Record a finding"
      caption={`${address.model} ${address.version}`}
      verb="Record the finding"
      refused="The finding was not recorded"
      busy={record.isPending}
      error={record.error}
      ready={title.trim() !== '' && chosen !== undefined && due !== ''}
      onSubmit={() => record.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Finding, one line"
        maxLength={200}
        value={title}
        onChange={(event) => setTitle(event.target.value)}
      />
      <TextArea
        label="What was found, and what would close it"
        maxLength={10_000}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Select
        label="Severity"
        value={severity}
        onChange={(event) =>
          setSeverity(findingSeverities.find((one) => one === event.target.value) ?? 'medium')
        }
        choices={findingSeverities.map((value) => ({ value, label: severityWord[value] }))}
      />
      <TextField
        label="Owner, who deals with it"
        list={listId}
        hint={owner.trim() !== '' && !chosen ? 'Choose one of the people who are offered.' : undefined}
        value={owner}
        onChange={(event) => setOwner(event.target.value)}
      />
      <datalist id={listId}>
        {colleagues.map(({ id, name }) => (
          <option key={id} value={name} />
        ))}
      </datalist>
      <TextField label="Due" type="date" value={due} onChange={(event) => setDue(event.target.value)} />
    </CommandDialog>
  );
}
