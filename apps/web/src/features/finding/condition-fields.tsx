import type { VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { TextField } from '../../controls/index.ts';
import type { ConditionDraft } from './condition.ts';
import { findingsQuery } from './queries.ts';

/** What an endorsement at approval holds under: an earlier day, fewer uses, findings that have to close. */
export function ConditionFields({
  address,
  uses,
  latest,
  draft,
  onChange,
}: {
  address: VersionAddress;
  uses: readonly string[];
  /** RFC 3339: until when approval is asked for. */
  latest: string;
  draft: ConditionDraft;
  onChange: (draft: ConditionDraft) => void;
}) {
  const open = useQuery(findingsQuery({ ...address, state: 'open', limit: 50 }));
  const max = latest.slice(0, 10);
  return (
    <details className="condition">
      <summary>Under a condition</summary>
      <div className="condition-fields">
        <TextField
          label="Approved until, if earlier than asked"
          type="date"
          max={max}
          value={draft.until}
          onChange={(event) => onChange({ ...draft, until: event.target.value })}
        />
        {uses.length > 1 && (
          <fieldset>
            <legend>For these uses alone</legend>
            {uses.map((use) => (
              <label key={use} className="condition-use">
                <input
                  type="checkbox"
                  checked={!draft.without.includes(use)}
                  onChange={(event) =>
                    onChange({
                      ...draft,
                      without: event.target.checked
                        ? draft.without.filter((one) => one !== use)
                        : [...draft.without, use],
                    })
                  }
                />
                {use}
              </label>
            ))}
          </fieldset>
        )}
        {open.data?.items.map(({ id, name, title }) => (
          <TextField
            key={id}
            label={`Provided ${name} closes by`}
            hint={title}
            type="date"
            max={max}
            value={draft.findings[id] ?? ''}
            onChange={(event) =>
              onChange({ ...draft, findings: { ...draft.findings, [id]: event.target.value } })
            }
          />
        ))}
        {open.data?.items.length === 0 && (
          <p className="cap">No finding of this version is open; one that is recorded can be named here.</p>
        )}
      </div>
    </details>
  );
}
