import type { FieldValue, ModelFieldFact } from '@countersign/contracts';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { useCommand } from '../../app/use-command.ts';
import { CommandDialog } from '../../controls/index.ts';
import { draftProblem, draftValue, type FieldDraft, fieldDraft, isSameValue } from './field-draft.ts';
import { ValueField } from './value-field.tsx';

/** The facts of a model to fill in; only what was changed is sent. */
export function FillInSheet({
  model,
  fields,
  onClose,
}: {
  model: string;
  fields: readonly ModelFieldFact[];
  onClose: () => void;
}) {
  const inUse = fields.filter(({ field }) => field.archivedAt === null);
  const [drafts, setDrafts] = useState<Readonly<Record<string, FieldDraft>>>({});
  const rows = inUse.map(({ field, value }) => {
    const recorded = fieldDraft(field, value);
    const draft = drafts[field.key] ?? recorded;
    return { field, value, recorded, draft, problem: draftProblem(field, draft, value) };
  });
  const changed: Record<string, FieldValue | null> = Object.fromEntries(
    rows.flatMap(({ field, value, draft }) => {
      const next = draftValue(field, draft);
      return isSameValue(next, value) ? [] : [[field.key, next]];
    }),
  );
  const fill = useCommand(() => api.modelField.fillIn.mutate({ model, values: changed }), onClose);
  return (
    <CommandDialog
      title={`Fields of ${model}`}
      caption="What is changed is recorded with your name; the value before stays in the ledger."
      verb="Record"
      refused="Nothing was recorded"
      busy={fill.isPending}
      error={fill.error}
      ready={Object.keys(changed).length > 0 && rows.every(({ problem }) => problem === null)}
      onSubmit={() => fill.mutate()}
      onClose={onClose}
    >
      {rows.map(({ field, draft, recorded, problem }) => (
        <ValueField
          key={field.id}
          field={field}
          draft={draft}
          recorded={recorded}
          error={problem}
          onChange={(next) => setDrafts((before) => ({ ...before, [field.key]: next }))}
        />
      ))}
    </CommandDialog>
  );
}
