import { type FieldValue, fieldProblem, type ModelField } from '@countersign/contracts';

/** What a form holds for one field: the text of its input, or the keys that are ticked. */
export type FieldDraft = string | readonly string[];

type Field = Pick<ModelField, 'type' | 'choices'>;

export function fieldDraft({ type }: Field, value: FieldValue | null): FieldDraft {
  if (type === 'choices') return Array.isArray(value) ? value : [];
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return value === null ? '' : String(value);
}

/** The value that a draft stands for; null where nothing is filled in. */
export function draftValue({ type, choices }: Field, draft: FieldDraft): FieldValue | null {
  if (typeof draft !== 'string') {
    // In the order of the list, so that ticking in another order is no change.
    const keys = choices.flatMap(({ key }) => (draft.includes(key) ? [key] : []));
    return keys.length === 0 ? null : keys;
  }
  const text = draft.trim();
  if (text === '') return null;
  if (type === 'number') return Number(text.replace(',', '.'));
  if (type === 'yes-no') return text === 'yes';
  return text;
}

/** What is wrong with a draft, as a sentence beneath its field. */
export function draftProblem(field: Field, draft: FieldDraft, recorded: FieldValue | null): string | null {
  const value = draftValue(field, draft);
  const problem = value === null ? null : fieldProblem(field, value, recorded);
  return problem && `It ${problem}.`;
}

export const isSameValue = (one: FieldValue | null, other: FieldValue | null): boolean =>
  JSON.stringify(Array.isArray(one) ? [...one].sort() : one) ===
  JSON.stringify(Array.isArray(other) ? [...other].sort() : other);
