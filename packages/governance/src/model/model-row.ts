import type { ModelRow } from '@countersign/contracts';
import { boundedCount, countUpTo } from '../bounded-count.ts';
import type { Context } from '../context.ts';
import { fieldsOf } from '../model-field/read-fields.ts';
import { personJson } from '../person/read-names.ts';
import { predictionsOfModel } from '../predictions-of.ts';
import { readVersionRows } from '../version/read-version-rows.ts';

interface Row {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly purpose: string;
  readonly tier: ModelRow['tier'];
  readonly policy: ModelRow['policy'];
  readonly owner: ModelRow['owner'];
  readonly versions: number;
  readonly champions: ModelRow['champions'];
  readonly newest_id: string | null;
  readonly open_recalls: number;
  readonly predictions: number;
  readonly fields: ModelRow['fields'];
  readonly created_at: Date;
  readonly retired_at: Date | null;
}

/**
 * Models as rows of a table, in the order of `ids`: three queries however many there are. `withFields`: with what is
 * recorded in fields, which consumers do not see.
 */
export async function readModelRows(
  ctx: Context,
  ids: readonly string[],
  withFields: boolean,
): Promise<ModelRow[]> {
  if (ids.length === 0) return [];
  const { rows } = await ctx.pool.query<Row>(rowsSql, [ids]);
  const newest = await readVersionRows(
    ctx,
    rows.flatMap(({ newest_id }) => (newest_id === null ? [] : [newest_id])),
  );
  const versionOf = new Map(newest.map((version) => [version.id, version]));
  return rows.map((row) => ({
    id: row.id,
    key: row.key,
    name: row.name,
    purpose: row.purpose,
    tier: row.tier,
    policy: row.policy,
    owner: row.owner,
    versions: row.versions,
    champions: row.champions,
    newest: versionOf.get(row.newest_id ?? '') ?? null,
    openRecalls: row.open_recalls,
    predictions: boundedCount(row.predictions),
    fields: withFields ? row.fields : {},
    createdAt: row.created_at.toISOString(),
    retiredAt: row.retired_at?.toISOString() ?? null,
  }));
}

const rowsSql = `
SELECT m.id, m.key, m.name, m.purpose, m.tier, m.created_at, m.retired_at,
  json_build_object('id', m.policy_key, 'number', coalesce((SELECT max(p.number) FROM policy p WHERE p.key = m.policy_key), 0)) AS policy,
  ${personJson('o')} AS owner,
  (SELECT count(*)::int FROM version v WHERE v.model_id = m.id) AS versions,
  (SELECT coalesce(json_agg(json_build_object('environment', e.key, 'label', v.label, 'state', d.state) ORDER BY e.key), '[]'::json)
    FROM deployment d JOIN environment e ON e.id = d.environment_id JOIN version v ON v.id = d.version_id
    WHERE d.model_id = m.id AND d.ended_at IS NULL AND d.role = 'champion' AND e.production) AS champions,
  (SELECT v.id FROM version v WHERE v.model_id = m.id ORDER BY v.number DESC LIMIT 1) AS newest_id,
  (SELECT count(*)::int FROM recall r JOIN version v ON v.id = r.version_id
    WHERE v.model_id = m.id AND r.lifted_at IS NULL) AS open_recalls,
  ${fieldsOf('m.id')} AS fields,
  ${countUpTo(`prediction p WHERE ${predictionsOfModel('p', 'm.id')}`)} AS predictions
FROM unnest($1::uuid[]) WITH ORDINALITY AS wanted (id, position)
JOIN model m ON m.id = wanted.id LEFT JOIN person o ON o.id = m.owner_id
ORDER BY wanted.position`;
