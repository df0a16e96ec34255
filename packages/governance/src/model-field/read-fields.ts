import type { FieldValue, ModelField, ModelFieldFact } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { personJson } from '../person/read-names.ts';
import { type FieldStored, fieldColumns, toField } from './field-row.ts';

/** Every field, in the order of their making; their number is bounded (`limits.modelFields` in use). */
export async function readFields(db: Pick<Tx, 'query'>, lock: '' | 'FOR SHARE' = ''): Promise<ModelField[]> {
  const { rows } = await db.query<FieldStored>(
    `SELECT ${fieldColumns('f')} FROM model_field f ORDER BY f.position, f.id ${lock}`,
  );
  return rows.map(toField);
}

/** Fields of one model: those in use, and archived ones of which something is recorded. */
export async function readFacts(db: Pick<Tx, 'query'>, modelId: string): Promise<ModelFieldFact[]> {
  const { rows } = await db.query<
    FieldStored & { value: FieldValue | null; by: ModelFieldFact['by']; at: Date | null }
  >(
    `SELECT ${fieldColumns('f')}, x.value, ${personJson('p')} AS by, x.at
     FROM model_field f LEFT JOIN model_field_value x ON x.field_id = f.id AND x.model_id = $1
     LEFT JOIN person p ON p.id = x.person_id
     WHERE f.archived_at IS NULL OR x.value IS NOT NULL ORDER BY f.archived_at IS NOT NULL, f.position, f.id`,
    [modelId],
  );
  return rows.map(({ value, by, at, ...row }) => ({
    field: toField(row),
    value,
    by: value === null ? null : by,
    at: value === null ? null : (at?.toISOString() ?? null),
  }));
}

/** SQL of what a model has in the fields that are in use, by their keys. */
export const fieldsOf = (modelId: string): string => `
  (SELECT coalesce(jsonb_object_agg(f.key, x.value), '{}'::jsonb) FROM model_field_value x
    JOIN model_field f ON f.id = x.field_id AND f.archived_at IS NULL
    WHERE x.model_id = ${modelId} AND x.value IS NOT NULL)`;

/** Labels of required fields that nobody filled in. */
export const missingIn = (facts: readonly ModelFieldFact[]): string[] =>
  facts.flatMap(({ field, value }) =>
    field.required && field.archivedAt === null && value === null ? [field.label] : [],
  );
