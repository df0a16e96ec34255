import { isWebLink, type ReferenceRow, referenceForms, type VersionAddress } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, Select, TextArea, TextField } from '../../controls/index.ts';
import { referenceWord } from '../../marks/index.ts';

const kinds = Object.keys(referenceWord) as ReferenceRow['kind'][];

export function AddReferenceSheet({ address, onClose }: { address: VersionAddress; onClose: () => void }) {
  const [kind, setKind] = useState<ReferenceRow['kind']>('change');
  const [value, setValue] = useState('');
  const [link, setLink] = useState('');
  const [said, url] = [value.trim(), link.trim()];
  const form = referenceForms[kind];
  const fits = form === null || form.form.test(said);
  const add = useCommand(
    () => api.reference.add.mutate({ ...address, kind, value: said, link: url || undefined }),
    onClose,
  );
  return (
    <CommandDialog
      title="Add a reference"
      caption="It stays beside the dossier; it can be withdrawn, and is never deleted."
      verb="Add the reference"
      refused="The reference was not added"
      busy={add.isPending}
      error={add.error}
      ready={said !== '' && fits && (url === '' || isWebLink(url))}
      onSubmit={() => add.mutate()}
      onClose={onClose}
    >
      <Select
        label="Kind"
        value={kind}
        onChange={({ target }) => setKind(kinds.find((known) => known === target.value) ?? 'other')}
        choices={kinds.map((known) => ({ value: known, label: referenceWord[known] }))}
      />
      <TextField
        label="Number or title"
        maxLength={200}
        autoComplete="off"
        hint={form && `As in ${form.as}`}
        error={said === '' || fits ? null : `A ${referenceWord[kind].toLowerCase()} looks like ${form?.as}.`}
        value={value}
        onChange={({ target }) => setValue(target.value)}
      />
      <TextField
        label="Link, if there is one"
        inputMode="url"
        maxLength={2_000}
        autoComplete="off"
        hint="Shown as it is, never fetched."
        error={url === '' || isWebLink(url) ? null : 'It begins with https:// or http://.'}
        value={link}
        onChange={({ target }) => setLink(target.value)}
      />
    </CommandDialog>
  );
}

export function WithdrawReferenceSheet({ row, onClose }: { row: ReferenceRow; onClose: () => void }) {
  const [reason, setReason] = useState('');
  const withdraw = useCommand(
    () => api.reference.withdraw.mutate({ referenceId: row.id, reason: reason.trim() }),
    onClose,
  );
  return (
    <CommandDialog
      title={`Withdraw ${row.value}`}
      caption="Where it is the last one of a kind that a gate requires, endorsements of that gate become void. Add the right one first."
      verb="Withdraw the reference"
      kind="stop"
      refused="The reference is as it was"
      busy={withdraw.isPending}
      error={withdraw.error}
      ready={reason.trim() !== ''}
      onSubmit={() => withdraw.mutate()}
      onClose={onClose}
    >
      <TextArea
        label="Why, becomes part of the record"
        maxLength={2_000}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
    </CommandDialog>
  );
}
