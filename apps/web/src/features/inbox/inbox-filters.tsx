import { Link, useNavigate } from '@tanstack/react-router';
import { selfState } from '../../app/self-state.ts';
import { FilterSegments, Select } from '../../controls/index.ts';
import { gateWord } from '../../marks/index.ts';
import { useModelChoices } from '../model/index.ts';
import type { InboxSearch } from './search.ts';

const gates = [undefined, 'review', 'approval', 'goLive'] as const;
const dues = [
  { due: undefined, word: 'Any day' },
  { due: 'now', word: 'Overdue' },
  { due: 'week', word: 'Within a week' },
] as const;

/** The choices are in the URL, so an inbox can be kept as a bookmark. */
export function InboxFilters({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const models = useModelChoices();
  return (
    <div className="tools">
      <FilterSegments label="Show gates">
        {gates.map((gate) => (
          <Link
            key={gate ?? 'all'}
            to="/inbox"
            search={{ ...search, gate, after: undefined }}
            aria-current={search.gate === gate ? 'true' : undefined}
            activeOptions={selfState}
          >
            {gate ? gateWord[gate] : 'All'}
          </Link>
        ))}
      </FilterSegments>
      <FilterSegments label="Show due">
        {dues.map(({ due, word }) => (
          <Link
            key={word}
            to="/inbox"
            search={{ ...search, due, after: undefined }}
            aria-current={search.due === due ? 'true' : undefined}
            activeOptions={selfState}
          >
            {word}
          </Link>
        ))}
      </FilterSegments>
      <Select
        label="Model"
        value={search.model ?? ''}
        onChange={(event) =>
          void navigate({
            to: '/inbox',
            search: { ...search, model: event.target.value || undefined, after: undefined },
          })
        }
        choices={[{ value: '', label: 'Any model' }, ...models]}
      />
    </div>
  );
}
