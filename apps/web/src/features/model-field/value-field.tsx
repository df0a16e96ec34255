import type { ModelField } from '@countersign/contracts';
import { Select, TextField } from '../../controls/index.ts';
import type { FieldDraft } from './field-draft.ts';
import './model-field.css';

interface Props {
  field: ModelField;
  draft: FieldDraft;
  error: string | null;
  onChange: (draft: FieldDraft) => void;
}

/** Archived choices are offered where they are recorded, and nowhere else. */
function Ticks({ field, draft, onChange, recorded }: Omit<Props, 'error'> & { recorded: readonly string[] }) {
  const offered = field.choices.filter(({ key, archived }) => !archived || recorded.includes(key));
  return (
    <fieldset className="field-ticks">
      <legend>{labelOf(field)}</legend>
      {offered.map(({ key, label }) => (
        <label key={key}>
          <input
            type="checkbox"
            checked={draft.includes(key)}
            onChange={(event) =>
              onChange(event.target.checked ? [...draft, key] : [...draft].filter((ticked) => ticked !== key))
            }
          />
          {label}
        </label>
      ))}
      {field.help && <p className="cap">{field.help}</p>}
    </fieldset>
  );
}

const labelOf = ({ label, required }: ModelField): string => `${label}${required ? ', required' : ''}`;

/** The control of a field's type. */
export function ValueField({ recorded, ...props }: Props & { recorded: FieldDraft }) {
  const { field, draft, error, onChange } = props;
  const around = { label: labelOf(field), hint: field.help, error };
  const listed = typeof recorded === 'string' ? [recorded] : recorded;
  if (field.type === 'choices')
    return <Ticks field={field} draft={draft} onChange={onChange} recorded={listed} />;
  const value = typeof draft === 'string' ? draft : '';
  const nothing = { value: '', label: 'not filled in' };
  switch (field.type) {
    case 'yes-no':
      return (
        <Select
          {...around}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          choices={[nothing, { value: 'yes', label: 'yes' }, { value: 'no', label: 'no' }]}
        />
      );
    case 'choice':
      return (
        <Select
          {...around}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          choices={[
            nothing,
            ...field.choices
              .filter(({ key, archived }) => !archived || listed.includes(key))
              .map(({ key, label }) => ({ value: key, label })),
          ]}
        />
      );
    default:
      return (
        <TextField
          {...around}
          type={field.type === 'date' ? 'date' : 'text'}
          inputMode={field.type === 'number' ? 'decimal' : undefined}
          maxLength={field.type === 'text' ? 500 : 40}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      );
  }
}
