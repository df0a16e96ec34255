import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useId, useState } from 'react';
import { Button, TextField } from '../../controls/index.ts';
import { useModelChoices, versionsQuery } from '../model/index.ts';
import type { PredictionsSearch } from './search.ts';

const ourId = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What the fields of a search hold while somebody types. */
export function useTyped<Name extends keyof PredictionsSearch>(
  search: PredictionsSearch,
  names: readonly Name[],
) {
  const [typed, setTyped] = useState(
    () => Object.fromEntries(names.map((name) => [name, search[name] ?? ''])) as Record<Name, string>,
  );
  const field = (name: Name) => ({
    value: typed[name],
    onChange: (event: { target: { value: string } }) => setTyped({ ...typed, [name]: event.target.value }),
  });
  return { typed, field };
}

/** Keys of models to choose from; any other may be typed, because there can be thousands. */
export function ModelField({ field }: { field: ReturnType<ReturnType<typeof useTyped>['field']> }) {
  const list = useId();
  const models = useModelChoices();
  return (
    <>
      <TextField label="Model" {...field} list={list} size={18} autoComplete="off" spellCheck={false} />
      <datalist id={list}>
        {models.map(({ value }) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}

function VersionField({
  model,
  field,
}: {
  model: string;
  field: ReturnType<ReturnType<typeof useTyped>['field']>;
}) {
  const list = useId();
  const versions = useQuery({
    ...versionsQuery(model, { limit: 200 }),
    enabled: model.length > 1,
    retry: false,
  });
  return (
    <>
      <TextField label="Version" {...field} list={list} size={12} autoComplete="off" spellCheck={false} />
      <datalist id={list}>
        {(versions.data?.items ?? []).map(({ label }) => (
          <option key={label} value={label} />
        ))}
      </datalist>
    </>
  );
}

const names = ['model', 'version', 'caller', 'business', 'consumer', 'from', 'to'] as const;

/** Every filter is typed, sent together and kept in the address. An id of ours leads to its page at once. */
export function SearchForm({ search }: { search: PredictionsSearch }) {
  const navigate = useNavigate();
  const { typed, field } = useTyped(search, names);
  const clean = Object.fromEntries(
    names.map((name) => [name, typed[name].trim() || undefined]),
  ) as PredictionsSearch;
  return (
    <search>
      <form
        className="tools prediction-search pt-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (clean.caller && ourId.test(clean.caller))
            void navigate({ to: '/p/$prediction', params: { prediction: clean.caller.toLowerCase() } });
          else void navigate({ to: '/predictions', search: clean });
        }}
      >
        <TextField
          label="Prediction id, ours or the caller’s"
          {...field('caller')}
          size={26}
          autoComplete="off"
          spellCheck={false}
        />
        <TextField label="Business reference" {...field('business')} size={18} autoComplete="off" />
        <ModelField field={field('model')} />
        <VersionField model={search.model ?? ''} field={field('version')} />
        <TextField label="Consumer" {...field('consumer')} size={14} autoComplete="off" />
        <TextField label="First day" type="date" {...field('from')} />
        <TextField label="Last day" type="date" {...field('to')} />
        <Button kind="main" submit>
          Search
        </Button>
      </form>
    </search>
  );
}
