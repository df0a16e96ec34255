import type { SavedFilter } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { selfState } from '../../app/self-state.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, CommandDialog, Dialog, ProblemNote, TextField } from '../../controls/index.ts';
import { filtersQuery } from './queries.ts';
import { choiceOf, type InboxSearch, isFiltered, isSameChoice, searchOfChoice } from './search.ts';

function SaveSheet({ search, onClose }: { search: InboxSearch; onClose: () => void }) {
  const [name, setName] = useState('');
  const save = useCommand(
    () => api.inbox.saveFilter.mutate({ name: name.trim(), choice: choiceOf(search) }),
    onClose,
  );
  return (
    <CommandDialog
      title="Save this filter"
      caption="Only you see it. A name that you use already gets this filter instead of its own."
      verb="Save"
      refused="The filter was not saved"
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

function FilterRow({ filter }: { filter: SavedFilter }) {
  const [name, setName] = useState(filter.name);
  const rename = useCommand(() => api.inbox.renameFilter.mutate({ id: filter.id, name: name.trim() }));
  const remove = useCommand(() => api.inbox.deleteFilter.mutate({ id: filter.id }));
  const error = rename.error ?? remove.error;
  const isChanged = name.trim() !== '' && name.trim() !== filter.name;
  return (
    <li>
      <form
        className="flex items-end gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          if (isChanged) rename.mutate();
        }}
      >
        <TextField
          label={`Name of “${filter.name}”`}
          maxLength={60}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Button submit small off={!isChanged} busy={rename.isPending}>
          Rename<span className="sr"> {filter.name}</span>
        </Button>
        <Button small busy={remove.isPending} onClick={() => remove.mutate()}>
          Delete<span className="sr"> {filter.name}</span>
        </Button>
      </form>
      {error && <ProblemNote title="It stays as it was" problem={problemOf(error)} />}
    </li>
  );
}

function ManageSheet({ filters, onClose }: { filters: readonly SavedFilter[]; onClose: () => void }) {
  return (
    <Dialog title="Your filters" caption="Only you see them." onClose={onClose}>
      <ul className="grid gap-3 py-3">
        {filters.length === 0 && <li className="soft">You keep none any more.</li>}
        {filters.map((filter) => (
          <FilterRow key={filter.id} filter={filter} />
        ))}
      </ul>
      <Button onClick={onClose}>Done</Button>
    </Dialog>
  );
}

/** Filters by the names that a person gave them: links, so that the address still says what is shown. */
export function SavedFilters({ search }: { search: InboxSearch }) {
  const [sheet, setSheet] = useState<'save' | 'manage' | null>(null);
  const { data: filters = [] } = useQuery(filtersQuery);
  const isKept = filters.some(({ choice }) => isSameChoice(search, searchOfChoice(choice)));
  const close = () => setSheet(null);
  return (
    <>
      {(filters.length > 0 || isFiltered(search)) && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2 text-13">
          {filters.length > 0 && (
            <nav aria-label="Saved filters" className="flex flex-wrap gap-x-3 gap-y-1">
              <span className="muted">Saved:</span>
              {filters.map(({ id, name, choice }) => (
                <Link
                  key={id}
                  to="/inbox"
                  search={searchOfChoice(choice)}
                  aria-current={isSameChoice(search, searchOfChoice(choice)) ? 'true' : undefined}
                  className="aria-[current=true]:font-semibold"
                  activeOptions={selfState}
                >
                  {name}
                </Link>
              ))}
            </nav>
          )}
          {isFiltered(search) && !isKept && (
            <Button small onClick={() => setSheet('save')}>
              Save this filter
            </Button>
          )}
          {filters.length > 0 && (
            <Button small onClick={() => setSheet('manage')}>
              Rename or delete
            </Button>
          )}
          {isFiltered(search) && <Link to="/inbox">Show everything</Link>}
        </div>
      )}
      {sheet === 'save' && <SaveSheet search={search} onClose={close} />}
      {sheet === 'manage' && <ManageSheet filters={filters} onClose={close} />}
    </>
  );
}
