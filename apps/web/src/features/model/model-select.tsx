import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useId, useState } from 'react';
import { Select, TextField } from '../../controls/index.ts';
import { modelsQuery } from './queries.ts';

interface ModelSelectProps {
  label: string;
  /** What it means to choose no model. */
  none: string;
  /** Key of the model that is chosen; empty for none. */
  value: string;
  onChange: (model: string) => void;
}

/** One of the models, or none. Up to two hundred are listed; of more, one is typed and those that fit are offered. */
export function ModelSelect({ label, none, value, onChange }: ModelSelectProps) {
  const { data } = useQuery(modelsQuery({ limit: 200 }));
  if (data?.next)
    return <TypedModel key={value} label={label} none={none} value={value} onChange={onChange} />;
  const keys = (data?.items ?? []).map(({ key }) => key);
  // What an address names is shown as chosen, also before the list is there or where it has left the list.
  const shown = value === '' || keys.includes(value) ? keys : [value, ...keys];
  return (
    <Select
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      choices={[{ value: '', label: none }, ...shown.map((key) => ({ value: key, label: key }))]}
    />
  );
}

/** Takes a key as soon as it is a whole one: chosen from the list, or left with Enter or Tab. */
function TypedModel({ label, none, value, onChange }: ModelSelectProps) {
  const list = useId();
  const [typed, setTyped] = useState(value);
  const search = useDeferredValue(typed.trim());
  const { data } = useQuery({
    ...modelsQuery({ limit: 20, ...(search === '' ? {} : { search }) }),
    placeholderData: (before) => before,
  });
  const offered = data?.items ?? [];
  const take = (text: string) => text !== value && onChange(text);
  return (
    <>
      <TextField
        label={label}
        placeholder={none}
        list={list}
        size={24}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value);
          if (target.value === '' || offered.some(({ key }) => key === target.value)) take(target.value);
        }}
        onBlur={() => take(typed.trim())}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take(typed.trim());
        }}
      />
      <datalist id={list}>
        {offered.map(({ key, name }) => (
          <option key={key} value={key}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
