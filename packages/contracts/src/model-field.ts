import * as z from 'zod/mini';
import { limits } from './limits.ts';
import { Id, Instant, Line, ModelKey, PersonRef, Reason, Receipt } from './primitives.ts';

/** yes-no: a switch. choice: one of a list. choices: several of a list. */
export const modelFieldTypes = ['text', 'number', 'date', 'yes-no', 'choice', 'choices'] as const;
export const ModelFieldType = z.enum(modelFieldTypes);
export type ModelFieldType = z.infer<typeof ModelFieldType>;

/** Immutable key of a field or of one of its choices: interfaces, addresses. A `-` alone never is one. */
export const FieldKey = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/));

/** One entry of a list. Its key is what is recorded, so its label can be changed at any time. */
export const FieldChoice = z.object({
  key: FieldKey,
  label: Line(100),
  /** Not offered any more; where it was recorded it stays. */
  archived: z.boolean(),
});
export type FieldChoice = z.infer<typeof FieldChoice>;

const Choices = z.array(FieldChoice).check(z.maxLength(limits.fieldChoices));

const asked = {
  label: Line(100),
  required: z.boolean(),
  help: z.string().check(z.trim(), z.maxLength(500)),
  /** Of lists alone; in the order in which they are offered. */
  choices: Choices,
};

export const DefineModelField = z.object({ key: FieldKey, type: ModelFieldType, ...asked });
export type DefineModelField = z.infer<typeof DefineModelField>;

/** Everything but key and type, which never change. A choice that was there stays, perhaps archived. */
export const ChangeModelField = z.object({
  key: FieldKey,
  expectedRevision: z.int(),
  ...asked,
  archived: z.boolean(),
});
export type ChangeModelField = z.infer<typeof ChangeModelField>;

export const ModelField = z.object({
  id: Id,
  key: z.string(),
  label: z.string(),
  type: ModelFieldType,
  required: z.boolean(),
  help: z.string(),
  choices: z.array(FieldChoice),
  revision: z.int(),
  archivedAt: z.nullable(Instant),
});
export type ModelField = z.infer<typeof ModelField>;

export const ModelFieldChanged = z.object({ key: z.string(), revision: z.int(), receipt: Receipt });
export type ModelFieldChanged = z.infer<typeof ModelFieldChanged>;

/** A definition as administrators see it. */
export const ModelFieldRow = z.extend(ModelField, {
  /** Models on which it is filled in. */
  models: z.int(),
});
export type ModelFieldRow = z.infer<typeof ModelFieldRow>;

export const ModelFieldPage = z.object({ fields: z.array(ModelFieldRow), mayDefine: z.boolean() });
export type ModelFieldPage = z.infer<typeof ModelFieldPage>;

/** text, or a date as YYYY-MM-DD, or the key of a choice · number · yes or no · keys of choices. */
export const FieldValue = z.union([
  z.string().check(z.maxLength(limits.fieldText)),
  z.number(),
  z.boolean(),
  z.array(z.string().check(z.maxLength(40))).check(z.maxLength(limits.fieldChoices)),
]);
export type FieldValue = z.infer<typeof FieldValue>;

/** Values by the field's key; null takes a value back. Fields that are not named stay as they are. */
export const FillInFields = z.object({
  model: ModelKey,
  values: z.record(FieldKey, z.nullable(FieldValue)),
});
export type FillInFields = z.infer<typeof FillInFields>;

/** A field of one model: its definition, and what was recorded. */
export const ModelFieldFact = z.object({
  field: ModelField,
  value: z.nullable(FieldValue),
  by: z.nullable(PersonRef),
  at: z.nullable(Instant),
});
export type ModelFieldFact = z.infer<typeof ModelFieldFact>;

/** Fields of a model: the ones in use, and archived ones of which something was recorded. */
export const ModelFacts = z.object({
  fields: z.array(ModelFieldFact),
  /** Labels of required fields that nobody filled in. */
  missing: z.array(z.string()),
  /** Why this reader may not fill them in; empty means that they may. */
  mayFillIn: z.array(Reason),
});
export type ModelFacts = z.infer<typeof ModelFacts>;

/**
 * A condition on one field: words of a text, a number or date or a range `from..to` of them with an end left out, `yes`
 * or `no`, the key of a choice; `-`: not filled in.
 */
export const FieldFilter = z.object({
  key: FieldKey,
  is: z.string().check(z.minLength(1), z.maxLength(200)),
});
export type FieldFilter = z.infer<typeof FieldFilter>;

const choiceLabel = ({ choices }: Pick<ModelField, 'choices'>, key: string): string =>
  choices.find((choice) => choice.key === key)?.label ?? key;

/** A value as people read it. */
export function fieldText(field: Pick<ModelField, 'type' | 'choices'>, value: FieldValue): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map((key) => choiceLabel(field, key)).join('; ');
  return field.type === 'choice' ? choiceLabel(field, value) : value;
}

/** Whether this is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(text)) return false;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text);
}

/** Why a field does not take a value; null where it does. `recorded`: an archived choice may stay where it was. */
export function fieldProblem(
  field: Pick<ModelField, 'type' | 'choices'>,
  value: FieldValue,
  recorded: FieldValue | null = null,
): string | null {
  const problemOfKey = (key: string): string | null => {
    const choice = field.choices.find((one) => one.key === key);
    if (!choice) return `takes one of its list, and ${JSON.stringify(key)} is not on it`;
    const stays = recorded === key || (Array.isArray(recorded) && recorded.includes(key));
    return choice.archived && !stays ? `does not take ${choice.label} any more` : null;
  };
  switch (field.type) {
    case 'text':
      return Line(limits.fieldText).safeParse(value).success
        ? null
        : `takes one line of at most ${limits.fieldText} characters`;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? null : 'takes a number';
    case 'date':
      return typeof value === 'string' && isDay(value) ? null : 'takes a day, as in 2027-01-31';
    case 'yes-no':
      return typeof value === 'boolean' ? null : 'takes yes or no';
    case 'choice':
      return typeof value === 'string' ? problemOfKey(value) : 'takes one of its list';
    case 'choices': {
      if (!Array.isArray(value) || value.length === 0) return 'takes some of its list';
      if (new Set(value).size < value.length) return 'takes each of its list once';
      return value.map(problemOfKey).find((problem) => problem !== null) ?? null;
    }
  }
}
