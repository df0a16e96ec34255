import { useQuery } from '@tanstack/react-query';
import { ruleSetsQuery } from '../rule-set/index.ts';
import { type ReportsSearch, rulesIn } from './search.ts';

/** Rule sets that the report says where to find records for. */
export function RuleChoice({
  search,
  change,
}: {
  search: ReportsSearch;
  change: (part: ReportsSearch) => void;
}) {
  const sets = useQuery(ruleSetsQuery).data ?? [];
  const chosen = rulesIn(search.rules);
  const names = sets.filter(({ key }) => chosen.includes(key)).map(({ title }) => title.split(',')[0]);
  return (
    <details className="pt-3">
      <summary>
        Where to find what rules ask about: {names.length === 0 ? 'left out' : names.join('; ')}
      </summary>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-1 pt-2">
        <legend className="sr">Rule sets</legend>
        {sets.map(({ key, title, issued }) => (
          <label key={key} className="flex min-h-6 items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(key)}
              onChange={({ target }) =>
                change({
                  rules:
                    sets
                      .map((set) => set.key)
                      .filter((one) => (one === key ? target.checked : chosen.includes(one)))
                      .join(',') || undefined,
                })
              }
            />
            {title} ({issued})
          </label>
        ))}
      </fieldset>
    </details>
  );
}
