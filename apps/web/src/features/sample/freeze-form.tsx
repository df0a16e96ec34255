import { type FreezeSample, type SampleKind, sampleKinds } from '@countersign/contracts';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote, Select, TextField } from '../../controls/index.ts';
import { ModelSelect } from '../model/index.ts';
import { useMe } from '../session/index.ts';
import type { SamplesSearch } from './search.ts';
import { kindWord } from './words.ts';

/** What would be frozen, of what the address says; null while something is missing. */
function askedFor(
  { kind = 'predictions', model, version, from, to }: SamplesSearch,
  zone: string,
): FreezeSample | null {
  if (kind === 'predictions' && !model) return null;
  if ((from === undefined) !== (to === undefined)) return null;
  return {
    kind,
    ...(model ? { model } : {}),
    ...(model && version ? { version: version.trim() } : {}),
    ...(from && to ? { period: { from, to, zone } } : {}),
  };
}

/** The population; every choice is in the address. */
export function FreezeForm({ search }: { search: SamplesSearch }) {
  const navigate = useNavigate();
  const zone = useMe().preferences.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const change = (part: SamplesSearch) =>
    void navigate({
      to: '/reports/samples',
      search: { ...search, after: undefined, ...part },
      replace: true,
    });
  const asked = askedFor(search, zone);
  const freeze = useCommand((input: FreezeSample) => api.sample.freeze.mutate(input));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (asked && !freeze.isPending) freeze.mutate(asked);
      }}
    >
      <div className="tools">
        <Select
          label="Population"
          value={search.kind ?? 'predictions'}
          onChange={({ target }) => change({ kind: target.value as SampleKind })}
          choices={sampleKinds.map((kind) => ({ value: kind, label: kindWord[kind] }))}
        />
        <ModelSelect
          label="Model"
          none={(search.kind ?? 'predictions') === 'predictions' ? 'Choose one' : 'Every model'}
          value={search.model ?? ''}
          onChange={(model) => change({ model: model || undefined, version: undefined })}
        />
        <TextField
          label="Version, of that model"
          size={14}
          disabled={!search.model}
          value={search.version ?? ''}
          onChange={({ target }) => change({ version: target.value || undefined })}
        />
        <TextField
          label="First day"
          type="date"
          value={search.from ?? ''}
          onChange={({ target }) => change({ from: target.value || undefined })}
        />
        <TextField
          label="Last day"
          type="date"
          value={search.to ?? ''}
          onChange={({ target }) => change({ to: target.value || undefined })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 pt-4">
        <Button kind="main" submit busy={freeze.isPending} off={asked === null}>
          Freeze the population
        </Button>
        <span className="soft">
          Its size and digest become an entry; only then is it drawn from. Days are whole days in {zone}.
        </span>
      </div>
      {freeze.error && <ProblemNote title="Nothing is frozen" problem={problemOf(freeze.error)} />}
    </form>
  );
}
