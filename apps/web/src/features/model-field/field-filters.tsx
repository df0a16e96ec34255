import type { ModelField } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Select, TextField } from '../../controls/index.ts';
import { fieldsQuery } from './queries.ts';
import './model-field.css';

type Parameters = { readonly [field: `field.${string}`]: string | undefined };

const hints = {
  text: 'words',
  number: 'as in 10..20',
  date: 'as in 2027-01-01..2027-06-30',
} as const;

function Typed({ field, is, change }: { field: ModelField; is: string; change: (is: string) => void }) {
  const [text, setText] = useState(is);
  return (
    <TextField
      label={field.label}
      placeholder={hints[field.type as keyof typeof hints]}
      maxLength={200}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onBlur={() => text.trim() !== is && change(text.trim())}
      onKeyDown={(event) => {
        if (event.key !== 'Enter') return;
        event.preventDefault();
        change(text.trim());
      }}
    />
  );
}

const choicesOf = (field: ModelField) =>
  field.type === 'yes-no'
    ? [
        { value: 'yes', label: 'yes' },
        { value: 'no', label: 'no' },
      ]
    : field.choices.map(({ key, label, archived }) => ({
        value: key,
        label: archived ? `${label} (archived)` : label,
      }));

/** Conditions on fields, each a parameter of the address; folded away while there is none. */
export function FieldFilters({ search, change }: { search: Parameters; change: (part: Parameters) => void }) {
  const { data } = useQuery(fieldsQuery);
  const fields = (data?.fields ?? []).filter(
    ({ key, archivedAt }) => archivedAt === null || search[`field.${key}`] !== undefined,
  );
  if (fields.length === 0) return null;
  const active = fields.filter(({ key }) => search[`field.${key}`] !== undefined).length;
  return (
    <details className="field-filters" open={active > 0 || undefined}>
      <summary>{active > 0 ? `By fields, ${active} chosen` : 'By fields'}</summary>
      <div>
        {fields.map((field) => {
          const name = `field.${field.key}` as const;
          const is = search[name] ?? '';
          const set = (next: string) => change({ [name]: next || undefined });
          return field.type in hints ? (
            <Typed key={`${field.id}/${is}`} field={field} is={is} change={set} />
          ) : (
            <Select
              key={field.id}
              label={field.label}
              value={is}
              onChange={({ target }) => set(target.value)}
              choices={[
                { value: '', label: 'any' },
                ...choicesOf(field),
                { value: '-', label: 'not filled in' },
              ]}
            />
          );
        })}
      </div>
    </details>
  );
}
