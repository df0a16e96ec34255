import type { PersonRef, Reason, SubjectField, SubjectFieldPage } from '@countersign/contracts';
import { sentenceOf } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { personJson } from '../person/read-names.ts';

const earlierShown = 50;

interface Stored extends Omit<SubjectField, 'since' | 'by'> {
  readonly at: Date;
  readonly by: PersonRef;
}

const noneFromTheStart: SubjectField = {
  source: 'none',
  field: null,
  unnamed: null,
  since: null,
  reason: null,
  by: null,
};

/** Where a model's predictions say whom they are about, what was declared before, and what this reader may do. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readSubjectFieldPage(
  ctx: Context,
  input: { readonly model: string },
): Promise<SubjectFieldPage> {
  const scope = await requireInsight(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const [facts, stored] = await Promise.all([
    ctx.pool.query<{ key: string; name: string; inputs: string[]; versions: string[] }>(
      `SELECT m.key, m.name,
         ARRAY(SELECT i->>'name' FROM (SELECT schema FROM version WHERE model_id = m.id AND schema IS NOT NULL ORDER BY number DESC LIMIT 1) v,
           jsonb_array_elements(v.schema->'inputs') WITH ORDINALITY AS e (i, position) ORDER BY position LIMIT 2000) AS inputs,
         ARRAY(SELECT v.label FROM version v WHERE v.model_id = m.id AND f.field IS NOT NULL
           AND v.schema->'inputs' @> jsonb_build_array(jsonb_build_object('name', f.field)) ORDER BY v.number DESC LIMIT 5) AS versions
       FROM model m LEFT JOIN model_subject_field f ON f.id = m.subject_field_id WHERE m.id = $1`,
      [id],
    ),
    ctx.pool.query<Stored>(
      `SELECT f.source, f.field, f.unnamed, f.reason, f.at, ${personJson('h')} AS by FROM model_subject_field f LEFT JOIN person h ON h.id = f.person_id
       WHERE f.model_id = $1 ORDER BY f.at DESC, f.id DESC LIMIT $2`,
      [id, earlierShown + 1],
    ),
  ]);
  const { key, name, inputs, versions } = facts.rows[0]!;
  const said = stored.rows.map(({ at, ...row }): SubjectField => ({ ...row, since: at.toISOString() }));
  if (said.length <= earlierShown) said.push(noneFromTheStart);
  const [current, ...earlier] = said as [SubjectField, ...SubjectField[]];
  const roles = ctx.actor.kind === 'person' ? scope.rolesOn(id) : [];
  const unless = (needed: readonly Role[]): Reason[] =>
    roles.some((role) => needed.includes(role))
      ? []
      : [{ code: 'FORBIDDEN', message: sentenceOf({ code: 'FORBIDDEN', detail: { roles: [...needed] } }) }];
  return {
    model: { id, key, name },
    current,
    earlier,
    inputs,
    versions,
    mayDeclare: unless(['owner', 'compliance']),
    mayLoosen: unless(['compliance']),
  };
}
