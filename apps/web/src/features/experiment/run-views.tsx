import type { ExperimentAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, TextField } from '../../controls/index.ts';
import { viewsQuery } from './queries.ts';
import { choiceOf, type RunsSearch, searchOf } from './search.ts';

function SaveView({
  address,
  search,
  onClose,
}: {
  address: ExperimentAddress;
  search: RunsSearch;
  onClose: () => void;
}) {
  const [name, setName] = useState('');
  const save = useCommand(
    () => api.experiment.saveView.mutate({ ...address, name: name.trim(), choice: choiceOf(search) }),
    onClose,
  );
  return (
    <CommandDialog
      title="Save this view"
      caption="Filter, order and columns. Only you see it in your list; to share it, send the address of the page."
      verb="Save"
      refused="The view was not saved"
      busy={save.isPending}
      error={save.error}
      ready={name.trim() !== ''}
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        required
        maxLength={60}
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
    </CommandDialog>
  );
}

/** One's own views of an experiment. */
export function RunViews({ address, search }: { address: ExperimentAddress; search: RunsSearch }) {
  const { data: views = [] } = useQuery(viewsQuery(address));
  const [isSaving, setSaving] = useState(false);
  const remove = useCommand((id: string) => api.experiment.deleteView.mutate({ id }));
  const isPlain = !search.filter && !search.order && !search.columns;
  if (views.length === 0 && isPlain) return null;
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 pt-3">
      {views.length > 0 && <span className="cap">Saved views</span>}
      {views.map(({ id, name, choice }) => (
        <span key={id} className="inline-flex items-center gap-1">
          <Link to="/m/$model/experiments/$experiment" params={address} search={searchOf(choice)}>
            {name}
          </Link>
          <Button small busy={remove.isPending && remove.variables === id} onClick={() => remove.mutate(id)}>
            Delete<span className="sr"> the view {name}</span>
          </Button>
        </span>
      ))}
      {!isPlain && (
        <Button small onClick={() => setSaving(true)}>
          Save this view
        </Button>
      )}
      {isSaving && <SaveView address={address} search={search} onClose={() => setSaving(false)} />}
    </div>
  );
}
