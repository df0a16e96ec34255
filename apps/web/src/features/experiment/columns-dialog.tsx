import { columnText, limits, type RunColumn, type RunKeys } from '@countersign/contracts';
import { useState } from 'react';
import { Button, Dialog, TextField } from '../../controls/index.ts';
import { columnName } from './run-words.ts';

const wordOf = { metrics: 'Metrics', params: 'Parameters', tags: 'Tags' } as const;
const shownAtOnce = 200;

/** Which metrics, parameters and tags the table shows, in the order in which they were chosen. */
export function ColumnsDialog({
  keys,
  chosen,
  onChoose,
  onClose,
}: {
  keys: RunKeys;
  chosen: readonly string[];
  onChoose: (columns: readonly string[]) => void;
  onClose: () => void;
}) {
  const [columns, setColumns] = useState(chosen);
  const [search, setSearch] = useState('');
  const wanted = search.trim().toLowerCase();
  const isFull = columns.length >= limits.runColumns;
  return (
    <Dialog title="Columns" onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onChoose(columns);
        }}
      >
        <TextField
          label="Find a column"
          type="search"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
        <div className="max-h-[50vh] overflow-y-auto pt-2">
          {(['metrics', 'params', 'tags'] as const).map((of) => {
            const found = keys[of].filter((key) => key.toLowerCase().includes(wanted));
            if (found.length === 0) return null;
            return (
              <fieldset key={of} className="pt-2">
                <legend className="cap pt-2">{wordOf[of]}</legend>
                {found.slice(0, shownAtOnce).map((key) => {
                  const column = columnText({ of, key } as RunColumn);
                  const isOn = columns.includes(column);
                  return (
                    <label key={column} className="flex items-center gap-2 py-1">
                      <input
                        type="checkbox"
                        checked={isOn}
                        disabled={isFull && !isOn}
                        onChange={() =>
                          setColumns(isOn ? columns.filter((one) => one !== column) : [...columns, column])
                        }
                      />
                      {columnName(column)}
                    </label>
                  );
                })}
                {found.length > shownAtOnce && (
                  <p className="cap">and {found.length - shownAtOnce} more: look for a part of the name</p>
                )}
              </fieldset>
            );
          })}
        </div>
        <div className="flex gap-2 pt-4">
          <Button submit>Show {columns.length} columns</Button>
          <Button onClick={() => setColumns([])}>None</Button>
        </div>
      </form>
    </Dialog>
  );
}
