import { Refusal, type SensitiveMark, type SensitivePage } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { personJson } from '../person/read-names.ts';
import { markers } from './mark-sensitive.ts';

interface Stored {
  readonly id: string;
  readonly field: string;
  readonly attribute: SensitiveMark['attribute'];
  readonly words: string | null;
  readonly by: SensitiveMark['by'];
  readonly at: Date;
  readonly versions: string[];
}

/** The sensitive fields of a model. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function listSensitive(ctx: Context, input: { readonly model: string }): Promise<SensitivePage> {
  const scope = await requireInsight(ctx);
  const model = await ctx.db.model.findUnique({ where: { key: input.model }, select: { id: true } });
  if (!model) throw new Refusal('NOT_FOUND', `There is no model ${input.model}.`, { model: input.model });
  requireModelIn(scope, model.id);
  const marks = await ctx.pool.query<Stored>(
    `SELECT s.id, s.field, s.attribute, s.words, ${personJson('p')} AS by, s.at,
       ARRAY(SELECT v.label FROM version v WHERE v.model_id = s.model_id
         AND v.schema->'inputs' @> jsonb_build_array(jsonb_build_object('name', s.field))
         ORDER BY v.number DESC LIMIT 5) AS versions
     FROM sensitive_mark s LEFT JOIN person p ON p.id = s.person_id
     WHERE s.model_id = $1 AND s.ended_at IS NULL ORDER BY s.field`,
    [model.id],
  );
  const unmarked = await ctx.pool.query<{ name: string }>(
    `SELECT i->>'name' AS name
     FROM (SELECT schema FROM version WHERE model_id = $1 AND schema IS NOT NULL ORDER BY number DESC LIMIT 1) v,
       jsonb_array_elements(v.schema->'inputs') WITH ORDINALITY AS e (i, position)
     WHERE NOT EXISTS (SELECT FROM sensitive_mark s
       WHERE s.model_id = $1 AND s.ended_at IS NULL AND s.field = i->>'name')
     ORDER BY position LIMIT 2000`,
    [model.id],
  );
  return {
    items: marks.rows.map(({ id, field, versions, attribute, words, by, at }) => ({
      id,
      field,
      mark: { attribute, words, by, at: at.toISOString() },
      versions,
    })),
    unmarked: unmarked.rows.map(({ name }) => name),
    mayMark: scope.rolesOn(model.id).some((role) => markers.includes(role))
      ? []
      : [{ code: 'FORBIDDEN', message: `This takes the role ${markers.join(' or ')}.` }],
  };
}
