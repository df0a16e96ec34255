import { sentenceOf, type Varying, type VaryingPage } from '@countersign/contracts';
import { requireInsight, requireModelIn } from '../authority/read-scope.ts';
import type { Context } from '../context.ts';
import { findModelId } from '../model/find-model.ts';
import { parseInstant } from '../parse-instant.ts';
import { personJson } from '../person/read-names.ts';
import { varyingDeclarers } from './declare-varying.ts';

const earlierShown = 50;
const namesOffered = 500;

interface Stored extends Omit<Varying, 'since'> {
  readonly at: Date;
}

const nothing: Varying = { names: [], since: null, reason: null, by: null };

/**
 * What a retraining of a model may change, now or as it was declared at a past moment, and what was declared before.
 * @throws Refusal NOT_FOUND, FORBIDDEN, BAD_INPUT for a moment that is none
 */
export async function readVarying(
  ctx: Context,
  input: { readonly model: string; readonly at?: string | undefined },
): Promise<VaryingPage> {
  const scope = await requireInsight(ctx);
  const id = await findModelId(ctx, input.model);
  requireModelIn(scope, id);
  const at = input.at === undefined ? null : parseInstant(input.at, 'at');
  const [model, stored] = await Promise.all([
    ctx.pool.query<{ key: string; name: string; known: string[] }>(
      `WITH newest AS (SELECT id, revision FROM version WHERE model_id = $1 ORDER BY number DESC LIMIT 1)
       SELECT m.key, m.name, ARRAY(
         SELECT name FROM (
           SELECT jsonb_object_keys(CASE jsonb_typeof(r.dossier->'parameters') WHEN 'object' THEN r.dossier->'parameters' ELSE '{}' END) AS name
           FROM newest v JOIN revision r ON r.version_id = v.id AND r.revision = v.revision
           UNION SELECT f.path FROM newest v JOIN version_file f ON f.version_id = v.id AND f.kind = 'configuration') k
         ORDER BY name LIMIT ${namesOffered}) AS known
       FROM model m WHERE m.id = $1`,
      [id],
    ),
    ctx.pool.query<Stored>(
      `SELECT d.names, d.reason, d.at, ${personJson('h')} AS by FROM model_varying d LEFT JOIN person h ON h.id = d.person_id
       WHERE d.model_id = $1 AND ($2::timestamptz IS NULL OR d.at <= $2) ORDER BY d.at DESC, d.id DESC LIMIT $3`,
      [id, at, earlierShown + 1],
    ),
  ]);
  const { key, name, known } = model.rows[0]!;
  const said = stored.rows.map(({ at: since, ...row }): Varying => ({ ...row, since: since.toISOString() }));
  if (said.length <= earlierShown) said.push(nothing);
  const [current, ...earlier] = said as [Varying, ...Varying[]];
  const roles = ctx.actor.kind === 'person' ? scope.rolesOn(id) : [];
  const may = roles.some((role) => varyingDeclarers.includes(role));
  const reason = { code: 'FORBIDDEN' as const, detail: { roles: [...varyingDeclarers] } };
  return {
    model: { id, key, name },
    current,
    earlier,
    known,
    mayDeclare: may ? [] : [{ code: reason.code, message: sentenceOf(reason) }],
  };
}
