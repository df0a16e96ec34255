import { Link, useNavigate } from '@tanstack/react-router';
import { selfState } from '../../app/self-state.ts';
import { FilterSegments, Select } from '../../controls/index.ts';
import { gateWord, tierWord } from '../../marks/index.ts';
import { ModelSelect } from '../model/index.ts';
import { type InboxSearch, inboxSearch } from './search.ts';

const gates = [undefined, 'review', 'approval', 'goLive'] as const;
const dues = [
  { due: undefined, word: 'Any day' },
  { due: 'now', word: 'Overdue' },
  { due: 'week', word: 'Within a week' },
] as const;
const whose = [
  { value: '', label: 'Anybody’s' },
  { value: 'mine', label: 'Claimed by or assigned to me' },
  { value: 'free', label: 'Claimed by nobody' },
  { value: 'deputy', label: 'As somebody’s deputy' },
];
const tiers = [
  { value: '', label: 'Any tier' },
  ...(['low', 'moderate', 'high'] as const).map((tier) => ({ value: tier, label: tierWord[tier] })),
];

/** The choices are in the URL, so an inbox can be kept as a bookmark. */
export function InboxFilters({ search }: { search: InboxSearch }) {
  const navigate = useNavigate();
  const turnTo = (part: Partial<Record<keyof InboxSearch, string>>) =>
    void navigate({ to: '/inbox', search: inboxSearch({ ...search, ...part, after: undefined }) });
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
        label="Whose"
        value={search.whose ?? ''}
        onChange={(event) => turnTo({ whose: event.target.value })}
        choices={whose}
      />
      <Select
        label="Tier"
        value={search.tier ?? ''}
        onChange={(event) => turnTo({ tier: event.target.value })}
        choices={tiers}
      />
      <ModelSelect
        label="Model"
        none="Any model"
        value={search.model ?? ''}
        onChange={(model) => turnTo({ model })}
      />
    </div>
  );
}
