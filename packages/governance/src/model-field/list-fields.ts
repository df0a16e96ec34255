import type { ModelFieldPage } from '@countersign/contracts';
import { requireInsight } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { type FieldStored, fieldColumns, toField } from './field-row.ts';

/** Every field, those in use first; a bounded list. @throws Refusal FORBIDDEN */
export async function listModelFields(ctx: Context): Promise<ModelFieldPage> {
  const scope = await requireInsight(ctx);
  const { rows } = await ctx.pool.query<FieldStored & { models: number }>(
    `SELECT ${fieldColumns('f')},
       (SELECT count(*)::int FROM model_field_value x WHERE x.field_id = f.id AND x.value IS NOT NULL) AS models
     FROM model_field f ORDER BY f.archived_at IS NOT NULL, f.position, f.id`,
  );
  return {
    fields: rows.map(({ models, ...row }) => ({ ...toField(row), models })),
    mayDefine: scope.rolesOn(null).includes('administrator'),
  };
}
