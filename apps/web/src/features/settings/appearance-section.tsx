import type { Me, Preferences } from '@countersign/contracts';
import { useMutation } from '@tanstack/react-query';
import { keepPreferences } from '../../app/preferences.ts';
import { problemOf } from '../../app/problem.ts';
import { ProblemNote, RadioSegments, Section, Select } from '../../controls/index.ts';
import { minuteText } from '../../marks/index.ts';

const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = Intl.supportedValuesOf('timeZone');

function zoneChoices(chosen: string | null) {
  const names = chosen === null || zones.includes(chosen) ? zones : [chosen, ...zones];
  return [
    { value: '', label: `The browser’s: ${ownZone}` },
    ...['UTC', ...names.filter((name) => name !== 'UTC')].map((name) => ({ value: name, label: name })),
  ];
}

const themeOptions = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** Kept with the account, so it is the same in every browser; each choice is kept at once. */
export function AppearanceSection({ me }: { me: Me }) {
  const { preferences } = me;
  const keep = useMutation({
    mutationFn: (part: Partial<Preferences>) => keepPreferences({ ...preferences, ...part }),
  });
  return (
    <Section title="Appearance" count="in every browser">
      <div className="form border-t border-ink pt-4">
        <Select
          label="Time zone of every date"
          hint={`Now it is ${minuteText(new Date().toISOString())}.`}
          value={preferences.timeZone ?? ''}
          onChange={({ target }) => keep.mutate({ timeZone: target.value || null })}
          choices={zoneChoices(preferences.timeZone)}
        />
        <RadioSegments
          label="Theme"
          options={themeOptions}
          value={preferences.theme ?? 'system'}
          onChange={(theme) => keep.mutate({ theme: theme === 'system' ? null : theme })}
        />
        <label className="flex items-start gap-2">
          <input
            type="checkbox"
            className="mt-1"
            checked={preferences.shortcuts}
            onChange={({ target }) => keep.mutate({ shortcuts: target.checked })}
          />
          <span>
            Single-key shortcuts
            <span className="cap block whitespace-normal">
              <kbd>?</kbd> lists them. Switched off, only <kbd>Ctrl</kbd> <kbd>K</kbd> acts.
            </span>
          </span>
        </label>
        {keep.error && <ProblemNote title="The choice was not kept" problem={problemOf(keep.error)} />}
      </div>
    </Section>
  );
}
