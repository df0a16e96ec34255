import { type EventGroup, eventGroups } from '@countersign/contracts';
import { Button, TextField } from '../../controls/index.ts';
import { groupWord } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';

/** What a webhook asks for. */
export interface Wanted {
  readonly name: string;
  readonly models: readonly string[];
  readonly events: readonly EventGroup[];
}
export const isWanted = ({ name, events }: Wanted): boolean => name.trim() !== '' && events.length > 0;

interface Props {
  readonly wanted: Wanted;
  readonly set: (next: Wanted) => void;
}

function Models({ wanted, set }: Props) {
  const { models } = wanted;
  return (
    <>
      <ModelSelect
        label={models.length === 0 ? 'Models' : 'Add a model'}
        none={models.length === 0 ? 'Every model that you may see' : 'No other'}
        value=""
        onChange={(model) =>
          model && !models.includes(model) && set({ ...wanted, models: [...models, model] })
        }
      />
      {models.length > 0 && (
        <ul className="flex flex-wrap gap-2" aria-label="Models that it is sent">
          {models.map((model) => (
            <li key={model} className="flex items-center gap-2">
              <span className="mono">{model}</span>
              <Button
                small
                kind="plain"
                onClick={() => set({ ...wanted, models: models.filter((one) => one !== model) })}
              >
                Leave out<span className="sr"> {model}</span>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

export function WebhookFields({ wanted, set }: Props) {
  const { events } = wanted;
  return (
    <>
      <TextField
        label="Name"
        required
        maxLength={100}
        autoComplete="off"
        value={wanted.name}
        onChange={({ target }) => set({ ...wanted, name: target.value })}
      />
      <Models wanted={wanted} set={set} />
      <fieldset className="grid gap-1">
        <legend className="cap pb-1">Kinds of events, of those that you may see</legend>
        {eventGroups.map((group) => (
          <label key={group} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={events.includes(group)}
              onChange={({ target }) =>
                set({
                  ...wanted,
                  events: eventGroups.filter((one) =>
                    one === group ? target.checked : events.includes(one),
                  ),
                })
              }
            />
            <span>{groupWord[group]}</span>
          </label>
        ))}
      </fieldset>
    </>
  );
}
