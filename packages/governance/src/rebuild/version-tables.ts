import type pg from 'pg';
import type { Facts } from './findings.ts';

export interface VersionRow {
  /** `model label`, as people call it. */
  readonly name: string;
  readonly facts: Facts;
}

export interface ChildRow {
  readonly id: string;
  readonly facts: Facts;
}

type Children = ReadonlyMap<string, readonly ChildRow[]>;

/** A page of versions, by id, as the tables have them. */
export interface TablePage {
  readonly versions: ReadonlyMap<string, VersionRow>;
  readonly requests: Children;
  readonly signOffs: Children;
  readonly deployments: Children;
}

/** SQL of an instant as entries write it. */
const instant = (column: string): string =>
  `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

export async function readVersionTables(
  client: pg.ClientBase,
  after: string,
  most: number,
): Promise<TablePage> {
  const { rows } = await client.query<Facts & { id: string; name: string }>(
    `SELECT v.id, m.key || ' ' || v.label AS name, v.model_id AS model, v.number, v.label, v.stage, v.earned, v.standing, v.revision, v.step,
       v.substance, v.presentation, ${instant('v.approval_ends_at')} AS "approval until", v.as_found AS "as found",
       v.expedited_used AS "expedited used"
     FROM version v LEFT JOIN model m ON m.id = v.model_id WHERE v.id > $1 ORDER BY v.id LIMIT $2`,
    [after, most],
  );
  const ids = rows.map(({ id }) => id);
  const children = async (sql: string): Promise<Children> => {
    const found = await client.query<Facts & { id: string; of: string }>(sql, [ids]);
    const map = new Map<string, ChildRow[]>();
    for (const { id, of, ...facts } of found.rows) {
      const list = map.get(of) ?? [];
      list.push({ id, facts });
      map.set(of, list);
    }
    return map;
  };
  return {
    versions: new Map(rows.map(({ id, name, ...facts }) => [id, { name, facts }])),
    requests: await children(
      `SELECT id, version_id AS of, gate, environment_id AS environment, revision, substance, policy_key || ' ' || policy_number AS policy,
         incident, state, person_id AS by FROM request WHERE version_id = ANY ($1::uuid[])`,
    ),
    signOffs: await children(
      `SELECT id, version_id AS of, request_id AS request, person_id AS person, role, deputy_for AS "deputy for", decision, revision,
         substance, presentation, assurance, state FROM sign_off WHERE version_id = ANY ($1::uuid[])`,
    ),
    deployments: await children(
      `SELECT id, version_id AS of, model_id AS model, version_id AS version, environment_id AS environment, role, ground, state,
         ${instant('lapses_at')} AS "lapses at" FROM deployment WHERE version_id = ANY ($1::uuid[])`,
    ),
  };
}
