import {
  type FieldValue,
  type FillInFields,
  fieldProblem,
  type ModelField,
  type Receipt,
  Refusal,
} from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireRole } from '../authority/roles-held.ts';
import { change, type Tx } from '../change.ts';
import type { Context } from '../context.ts';
import { refuseBrokenJson } from '../refuse-broken-json.ts';
import { readFields } from './read-fields.ts';

/** Whoever answers for a model says what it is; an administrator may, because they ask. */
export const fillers: readonly Role[] = ['owner', 'administrator'];

/** @throws Refusal FIELD_UNKNOWN, FIELD_ARCHIVED, FIELD_VALUE_WRONG */
function checkedField(
  fields: readonly ModelField[],
  key: string,
  value: FieldValue | null,
  recorded: FieldValue | null,
): ModelField {
  const field = fields.find((one) => one.key === key);
  if (!field) throw new Refusal('FIELD_UNKNOWN', `There is no field ${key}.`, { field: key });
  if (field.archivedAt !== null)
    throw new Refusal('FIELD_ARCHIVED', `${field.label} is archived: what is recorded stays as it is.`, {
      field: key,
    });
  const problem = value === null ? null : fieldProblem(field, value, recorded);
  if (problem)
    throw new Refusal('FIELD_VALUE_WRONG', `${field.label} ${problem}.`, { field: key, type: field.type });
  return field;
}

async function modelIdOf(ctx: Context, key: string): Promise<string> {
  const found = await ctx.db.model.findUnique({ where: { key }, select: { id: true } });
  if (!found) throw new Refusal('NOT_FOUND', `There is no model ${key}.`, { model: key });
  return found.id;
}

/** `Line` trims what it takes, so the same is stored. */
const stored = (value: FieldValue): FieldValue => (typeof value === 'string' ? value.trim() : value);

async function recordedIn(tx: Tx, modelId: string): Promise<ReadonlyMap<string, FieldValue>> {
  const { rows } = await tx.query<{ key: string; value: FieldValue }>(
    `SELECT f.key, x.value FROM model_field_value x JOIN model_field f ON f.id = x.field_id
     WHERE x.model_id = $1 AND x.value IS NOT NULL`,
    [modelId],
  );
  return new Map(rows.map(({ key, value }) => [key, value]));
}

/**
 * Records facts of a model, all of them or none; null takes one back. What was recorded before stays in the ledger's
 * records. @throws Refusal NOT_FOUND, FORBIDDEN, FIELD_UNKNOWN, FIELD_ARCHIVED, FIELD_VALUE_WRONG, BAD_INPUT
 */
export async function fillInFields(ctx: Context, input: FillInFields): Promise<Receipt> {
  refuseBrokenJson(input.values, 'values');
  const modelId = await modelIdOf(ctx, input.model);
  const { receipt } = await change(
    ctx,
    async (tx) => {
      await requireRole(tx, ctx.actor, modelId, fillers);
      // The model's lock: two people who fill in at once follow each other.
      await tx.query('SELECT FROM model WHERE id = $1 FOR UPDATE', [modelId]);
      const recorded = await recordedIn(tx, modelId);
      const fields = await readFields(tx, 'FOR SHARE');
      const values = Object.entries(input.values).map(([key, value]) => ({
        key,
        field: checkedField(fields, key, value, recorded.get(key) ?? null),
        value: value === null ? null : stored(value),
      }));
      if (values.length === 0)
        throw new Refusal('BAD_INPUT', 'Name at least one field.', { field: 'values' });
      await tx.query(
        `INSERT INTO model_field_value (model_id, field_id, value, person_id, at)
         SELECT $1, n.id, CASE WHEN n.value = 'null' THEN NULL ELSE n.value::jsonb END, $4, $5
         FROM unnest($2::uuid[], $3::text[]) AS n (id, value)
         ON CONFLICT (model_id, field_id) DO UPDATE SET value = excluded.value, person_id = excluded.person_id, at = excluded.at`,
        [
          modelId,
          values.map(({ field }) => field.id),
          values.map(({ value }) => JSON.stringify(value)),
          ctx.actor.id,
          tx.at,
        ],
      );
      const before = Object.fromEntries(values.map(({ key }) => [key, recorded.get(key) ?? null]));
      const after = Object.fromEntries(values.map(({ key, value }) => [key, value]));
      return {
        result: undefined,
        events: [
          {
            event: 'model.fields-filled-in',
            subject: { kind: 'model', id: modelId },
            modelId,
            data: { fields: values.map(({ key }) => key) },
            records: { before: JSON.stringify(before), after: JSON.stringify(after) },
          },
        ],
      };
    },
    { attempt: { command: 'fill-in-fields', subject: { kind: 'model', id: modelId }, modelId } },
  );
  return receipt;
}
