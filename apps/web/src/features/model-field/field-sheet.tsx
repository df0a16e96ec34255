import {
  type FieldChoice,
  FieldKey,
  limits,
  type ModelFieldRow,
  type ModelFieldType,
  modelFieldTypes,
} from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog, RowFields, Select, TextArea, TextField } from '../../controls/index.ts';
import { counted } from '../../marks/index.ts';
import { keyOfLabel } from './key-of-label.ts';
import { isList, typeWord } from './words.ts';
import './model-field.css';

interface ChoiceDraft {
  readonly key: number;
  readonly label: string;
  /** Recorded under this one for ever; a new choice gets its key from its label. */
  readonly known: string | null;
  readonly archived: boolean;
}

const draftsOf = (field: ModelFieldRow | null): readonly ChoiceDraft[] =>
  (field?.choices ?? []).map(({ key, label, archived }, index) => ({
    key: index,
    label,
    known: key,
    archived,
  }));

function choicesOf(drafts: readonly ChoiceDraft[]): FieldChoice[] {
  const taken = new Set(drafts.flatMap(({ known }) => known ?? []));
  return drafts.map(({ known, label, archived }) => {
    const key = known ?? keyOfLabel(label, taken);
    taken.add(key);
    return { key, label: label.trim(), archived };
  });
}

function Choices({
  choices,
  change,
}: {
  choices: readonly ChoiceDraft[];
  change: (choices: readonly ChoiceDraft[]) => void;
}) {
  const next = Math.max(-1, ...choices.map(({ key }) => key)) + 1;
  return (
    <RowFields
      what="Choice"
      rows={choices}
      most={limits.fieldChoices}
      layout="row-choice"
      add={() => [...choices, { key: next, label: '', known: null, archived: false }]}
      // What may be recorded somewhere is archived instead.
      change={(rows) =>
        change([
          ...rows,
          ...choices
            .filter(({ key, known }) => known !== null && !rows.some((row) => row.key === key))
            .map((choice) => ({ ...choice, archived: true })),
        ])
      }
      fields={(row, part) => (
        <>
          <TextField
            label="Choice"
            maxLength={100}
            value={row.label}
            onChange={({ target }) => part({ label: target.value })}
          />
          <span className="cap mono only-wide">{row.known ?? ''}</span>
          <label className="tick">
            <input
              type="checkbox"
              checked={row.archived}
              onChange={({ target }) => part({ archived: target.checked })}
            />
            archived
          </label>
        </>
      )}
    />
  );
}

/** Defines a field, or changes one: then its key and type stay. */
export function FieldSheet({ field, onClose }: { field: ModelFieldRow | null; onClose: () => void }) {
  const [label, setLabel] = useState(field?.label ?? '');
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const [type, setType] = useState<ModelFieldType>(field?.type ?? 'choice');
  const [required, setRequired] = useState(field?.required ?? false);
  const [help, setHelp] = useState(field?.help ?? '');
  const [choices, setChoices] = useState(draftsOf(field));
  const [archived, setArchived] = useState(Boolean(field?.archivedAt));
  const key = field?.key ?? typedKey ?? keyOfLabel(label, new Set());
  const asked = {
    label: label.trim(),
    required,
    help: help.trim(),
    choices: isList(type) ? choicesOf(choices) : [],
  };
  const save = useCommand(
    () =>
      field
        ? api.modelField.change.mutate({ key, expectedRevision: field.revision, ...asked, archived })
        : api.modelField.define.mutate({ key, type, ...asked }),
    onClose,
  );
  const isKey = FieldKey.safeParse(key).success;
  return (
    <CommandDialog
      title={field ? `Change ${field.label}` : 'Define a field'}
      caption={
        field
          ? `${field.key}, ${typeWord[field.type].toLowerCase()}, filled in on ${counted(field.models, 'model')}. What is recorded stays.`
          : 'Every model has it from then on. Its key and its type never change.'
      }
      verb={field ? 'Save the field' : 'Define the field'}
      refused={field ? 'The field is as it was' : 'The field was not defined'}
      busy={save.isPending}
      error={save.error}
      ready={
        asked.label !== '' &&
        isKey &&
        (!isList(type) || asked.choices.some((choice) => !choice.archived)) &&
        asked.choices.every((choice) => choice.label !== '')
      }
      onSubmit={() => save.mutate()}
      onClose={onClose}
    >
      <TextField
        label="Label, as people read it"
        maxLength={100}
        autoComplete="off"
        value={label}
        onChange={({ target }) => setLabel(target.value)}
      />
      {!field && (
        <>
          <TextField
            label="Key, in interfaces"
            maxLength={40}
            autoComplete="off"
            value={key}
            error={key === '' || isKey ? null : 'Small letters, digits and hyphens, at most 40.'}
            onChange={({ target }) => setTypedKey(target.value)}
          />
          <Select
            label="Type"
            value={type}
            onChange={({ target }) =>
              setType(modelFieldTypes.find((known) => known === target.value) ?? 'text')
            }
            choices={modelFieldTypes.map((known) => ({ value: known, label: typeWord[known] }))}
          />
        </>
      )}
      {isList(type) && <Choices choices={choices} change={setChoices} />}
      <TextArea
        label="Help, beneath the field"
        maxLength={500}
        value={help}
        onChange={({ target }) => setHelp(target.value)}
      />
      <div className="field-ticks">
        <label>
          <input type="checkbox" checked={required} onChange={({ target }) => setRequired(target.checked)} />
          Required: a model without it says so
        </label>
        {field && (
          <label>
            <input
              type="checkbox"
              checked={archived}
              onChange={({ target }) => setArchived(target.checked)}
            />
            Archived: not asked for any more; what is recorded stays on its models
          </label>
        )}
      </div>
    </CommandDialog>
  );
}
