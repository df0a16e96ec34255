import { freshTraffic, trafficWhere } from '../consumer/count-traffic.ts';

/**
 * One way in which things come from each other, as SQL. `from` joins the rows; `up` and `down` are the ids of the two nodes of
 * a row. `$1` are the ids that are asked for, `$2` the moment, `$3` the models that are open (null for all); `of('version')` are
 * what those of a kind are known by, as an array.
 */
interface Relation {
  readonly relation: string;
  readonly basis: string;
  /** What was checked and how, or why it was not; left out where the relation says it. */
  readonly why?: string;
  readonly from: string;
  readonly up: string;
  readonly down: string;
  /** Narrows the rows where the nodes asked for are the upper ones, and where they are the lower ones: by an index. */
  readonly whereUp: string;
  readonly whereDown: string;
}

/** What the ids asked for of one kind are known by. */
const of = (kind: string, type = 'text') =>
  `(SELECT array_agg(substr(id, ${kind.length + 2})) FROM unnest($1::text[]) id WHERE id LIKE '${kind}:%')::${type}[]`;
const deployed = (part: 1 | 2) =>
  `(SELECT array_agg(split_part(substr(id, 12), '.', ${part})) FROM unnest($1::text[]) id WHERE id LIKE 'deployment:%')::uuid[]`;

/** SQL: a version that was there at the moment, of a model that is open. */
export const visible = (version: string): string =>
  `${version}.created_at <= $2 AND ($3::uuid[] IS NULL OR ${version}.model_id = ANY ($3))`;

/** SQL: the revision that was in force at the moment. */
export const inForce = (revision: string): string =>
  `${revision}.at <= $2 AND NOT EXISTS (SELECT FROM revision n WHERE n.version_id = ${revision}.version_id AND n.revision > ${revision}.revision AND n.at <= $2)`;

/** SQL of a file's node, over `version_file f`: scripts, notebooks and data. */
export const fileNode = `CASE f.kind WHEN 'script' THEN 'code:' WHEN 'notebook' THEN 'notebook:' ELSE 'dataset:' END || f.digest`;
export const fileKinds = `f.kind IN ('script', 'notebook', 'data')`;
/** Digests of files among the ids asked for. */
export const fileDigests = `(SELECT array_agg(split_part(id, ':', 2)) FROM unnest($1::text[]) id WHERE id ~ '^(code|notebook|dataset):[0-9a-f]{64}$')::text[]`;

/** SQL of the run that `version v` names, and of what was logged of it as `run u`. */
export const runNode = 'lineage_run(v.model_id, v.run_experiment, v.run_key)';
export const loggedRun = `LEFT JOIN experiment x ON x.model_id = v.model_id AND x.name = v.run_experiment
  LEFT JOIN run u ON u.experiment_id = x.id AND u.key = v.run_key`;

/** SQL: a link of a run that was taken in by the moment, of a model that is open. */
export const taken = `l.at <= $2 AND ($3::uuid[] IS NULL OR l.model_id = ANY ($3))`;

const versions = of('version', 'uuid');
const recalls = of('recall', 'uuid');
const consumers = of('consumer');
const revisions = `revision r JOIN version v ON v.id = r.version_id CROSS JOIN LATERAL lineage_inputs(r.dossier) i`;
const inputs = `${inForce('r')} AND ${visible('v')}`;
const servedThere = (version: string, environment: string) =>
  `EXISTS (SELECT FROM deployment d WHERE d.version_id = ${version} AND d.environment_id = ${environment} AND d.role <> 'shadow' AND d.started_at <= $2)`;

const traffic = (condition: string) =>
  `${trafficWhere(`${condition} AND first_at <= $2`)} t JOIN version v ON v.id = t.version_id`;
const useInForce = `u.declared_at <= $2 AND (u.ended_at IS NULL OR u.ended_at > $2)`;
const uses = `consumer_use u JOIN consumer c ON c.id = u.consumer_id JOIN version v ON v.model_id = u.model_id`;
const answering = {
  relation: 'answered',
  basis: "t.origin = 'invocation'",
  up: `CASE WHEN ${servedThere('t.version_id', 't.environment_id')} THEN 'deployment:' || t.version_id || '.' || t.environment_id ELSE 'version:' || t.version_id END`,
  down: "'consumer:' || t.consumer",
};

/** What had been found by then of the references of a revision, by their names: read once for all of them. Of several rules, under the newest. */
const found = `LEFT JOIN LATERAL (SELECT jsonb_object_agg(d->>'name', d->'data') AS data FROM (SELECT f.items FROM dataset_finding f
    WHERE f.version_id = r.version_id AND f.revision = r.revision AND f.examined_at <= $2 ORDER BY f.rules DESC LIMIT 1) newest
  CROSS JOIN LATERAL jsonb_array_elements(newest.items) d OFFSET 0) found ON true`;
const foundOf = (part: 'basis' | 'why') =>
  `CASE WHEN i.key LIKE 'dataset:%' THEN found.data->i.name->>'${part}' END`;
/** Before it was examined, a digest is known to be the data's where the version holds bytes of that digest. */
const heldBytes = 'EXISTS (SELECT FROM version_file f WHERE f.version_id = v.id AND f.digest = i.digest)';

const relations: readonly Relation[] = [
  {
    relation: `CASE WHEN i.key LIKE 'code:%' THEN 'built-from' ELSE 'trained-on' END`,
    basis: `coalesce((${foundOf('basis')}) = 'checked', ${heldBytes})`,
    why: `CASE WHEN i.key LIKE 'dataset:%' THEN coalesce(${foundOf('why')},
      CASE WHEN ${heldBytes} THEN 'a file of the version has its digest' ELSE 'nothing of it was examined by then' END) END`,
    from: `revision r JOIN version v ON v.id = r.version_id ${found} CROSS JOIN LATERAL lineage_inputs(r.dossier) i`,
    up: 'i.key',
    down: "'version:' || v.id",
    whereUp: `lineage_keys(r.dossier) && $1::text[] AND ${inputs}`,
    whereDown: `r.version_id = ANY (${versions}) AND ${inputs}`,
  },
  {
    relation: "'with-file'",
    basis: 'true',
    from: 'version_file f JOIN version v ON v.id = f.version_id',
    up: fileNode,
    down: "'version:' || v.id",
    whereUp: `f.digest = ANY (${fileDigests}) AND ${fileKinds} AND ${visible('v')}`,
    whereDown: `f.version_id = ANY (${versions}) AND ${fileKinds} AND ${visible('v')}`,
  },
  // A run stands in the graph where a version names it; until it is logged it is a claim.
  {
    relation: "'made-by'",
    basis: 'u.id IS NOT NULL AND u.at <= $2',
    from: `version v ${loggedRun}`,
    up: runNode,
    down: "'version:' || v.id",
    whereUp: `v.run_key IS NOT NULL AND ${runNode} = ANY ($1) AND ${visible('v')}`,
    whereDown: `v.id = ANY (${versions}) AND v.run_key IS NOT NULL AND ${visible('v')}`,
  },
  {
    relation: "'trained-on'",
    basis: 'false',
    from: `run_dataset t JOIN run u ON u.id = t.run_id JOIN experiment x ON x.id = u.experiment_id
      JOIN version v ON v.model_id = x.model_id AND v.run_experiment = x.name AND v.run_key = u.key`,
    up: "'dataset:' || t.digest",
    down: runNode,
    whereUp: `t.digest = ANY (${fileDigests}) AND u.at <= $2 AND ${visible('v')}`,
    whereDown: `v.run_key IS NOT NULL AND ${runNode} = ANY ($1) AND t.digest ~ '^[0-9a-f]{64}$' AND u.at <= $2 AND ${visible('v')}`,
  },
  // Events of a run that were taken in say what it read and wrote, whether or not a version names it.
  ...(['read', 'wrote'] as const).map((relation) => {
    const [side, up, down] =
      relation === 'read' ? ['input', 'l.data', 'l.node'] : ['output', 'l.node', 'l.data'];
    const where = (at: string) => `l.side = '${side}' AND ${at} = ANY ($1) AND ${taken}`;
    return {
      relation: `'${relation}'`,
      basis: 'false',
      from: 'run_link l',
      ...{ up: up!, down: down!, whereUp: where(up!), whereDown: where(down!) },
    };
  }),
  {
    relation: "'predictions'",
    basis: 'false',
    from: `${revisions} JOIN model m ON m.key = split_part(substr(i.feed, 6), '/', 1)
      JOIN version s ON s.model_id = m.id AND s.label = coalesce(nullif(split_part(i.feed, '/', 2), ''), s.label)`,
    up: "'version:' || s.id",
    down: 'i.key',
    whereUp: `lineage_keys(r.dossier) && (SELECT array_agg('feed:' || m.key) || array_agg('feed:' || m.key || '/' || v.label)
        FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = ANY (${versions}))
      AND s.id = ANY (${versions}) AND ${inputs} AND ${visible('s')}`,
    whereDown: `lineage_keys(r.dossier) && $1::text[] AND ${inputs} AND ${visible('s')}`,
  },
  {
    relation: "'deployed'",
    basis: 'true',
    from: 'deployment d JOIN version v ON v.id = d.version_id',
    up: "'version:' || v.id",
    down: "'deployment:' || v.id || '.' || d.environment_id",
    whereUp: `d.version_id = ANY (${versions}) AND d.started_at <= $2 AND ${visible('v')}`,
    whereDown: `d.version_id = ANY (${deployed(1)}) AND d.started_at <= $2 AND ${visible('v')}`,
  },
  {
    relation: "'recalled'",
    basis: 'true',
    from: 'recall r JOIN version v ON v.id = r.version_id',
    up: "'version:' || v.id",
    down: "'recall:' || coalesce(r.raised_with, r.id)",
    whereUp: `r.version_id = ANY (${versions}) AND r.at <= $2 AND ${visible('v')}`,
    whereDown: `(r.id = ANY (${recalls}) OR r.raised_with = ANY (${recalls})) AND r.at <= $2 AND ${visible('v')}`,
  },
  {
    relation: "'warned'",
    basis: 'true',
    from: 'notice n JOIN version v ON v.id = n.version_id',
    up: "'recall:' || n.recall_id",
    down: "'consumer:' || n.consumer_key",
    whereUp: `n.recall_id = ANY (${recalls}) AND n.raised_at <= $2 AND ${visible('v')}`,
    whereDown: `n.consumer_key = ANY (${consumers}) AND n.recall_id IS NOT NULL AND n.raised_at <= $2 AND ${visible('v')}`,
  },
  {
    relation: "'declared'",
    basis: 'false',
    from: uses,
    up: "'version:' || v.id",
    down: "'consumer:' || c.key",
    whereUp: `v.id = ANY (${versions}) AND ${rangeCovers()}`,
    whereDown: `c.key = ANY (${consumers}) AND ${rangeCovers()}`,
  },
  {
    relation: "'declared'",
    basis: 'false',
    from: `${uses} JOIN deployment d ON d.version_id = v.id AND d.environment_id = u.environment_id`,
    up: "'deployment:' || v.id || '.' || d.environment_id",
    down: "'consumer:' || c.key",
    whereUp: `d.version_id = ANY (${deployed(1)}) AND d.environment_id = ANY (${deployed(2)}) AND ${placeCovers()}`,
    whereDown: `c.key = ANY (${consumers}) AND ${placeCovers()}`,
  },
];

function rangeCovers(): string {
  return `u.environment_id IS NULL AND v.number BETWEEN coalesce(u.from_number, 0) AND coalesce(u.to_number, 2147483647)
    AND ${useInForce} AND (c.retired_at IS NULL OR c.retired_at > $2) AND ${visible('v')}`;
}
/** What serves there, and what served there since it was declared. */
function placeCovers(): string {
  return `d.role <> 'shadow' AND d.started_at <= $2 AND (d.ended_at IS NULL OR d.ended_at > u.declared_at)
    AND ${useInForce} AND (c.retired_at IS NULL OR c.retired_at > $2) AND ${visible('v')}`;
}

/** Traffic is a union of two tables, whose conditions stand inside. */
const answered = (side: 'up' | 'down'): string => {
  const asked =
    side === 'up'
      ? `version_id = ANY (array_cat(${versions}, ${deployed(1)}))`
      : `consumer = ANY (${consumers})`;
  const { relation, basis, up, down } = answering;
  return `SELECT ${up} AS up, ${down} AS down, '${relation}' AS relation, ${basis} AS checked, NULL AS why FROM ${traffic(asked)} WHERE ${visible('v')}`;
};

function edgesSql(side: 'up' | 'down'): string {
  const parts = relations.map(
    ({ relation, basis, why = 'NULL', from, up, down, whereUp, whereDown }) =>
      `SELECT ${up} AS up, ${down} AS down, ${relation} AS relation, ${basis} AS checked, ${why} AS why FROM ${from} WHERE ${side === 'up' ? whereUp : whereDown}`,
  );
  return [...parts, answered(side)].join('\nUNION ALL\n');
}

/**
 * The edges on one side of many nodes at once: a row for each two nodes, checked where one of their relations is, the
 * name of the first relation, and why the checked one is, or else the other. At most `$4` + 1 of each node, in the order of the other one's id, backwards: newest versions
 * first; after `$5` where that is set.
 */
const stepSql = (side: 'up' | 'down'): string => {
  const [at, next] = side === 'up' ? ['up', 'down'] : ['down', 'up'];
  return `WITH ${freshTraffic}, edge AS (${edgesSql(side)})
SELECT at, next, relation, checked, why FROM (
  SELECT x.*, row_number() OVER (PARTITION BY at ORDER BY next DESC) AS place FROM (
    SELECT ${at} AS at, ${next} AS next, min(relation) AS relation, bool_or(checked) AS checked,
      (array_agg(why ORDER BY checked DESC, why) FILTER (WHERE why IS NOT NULL))[1] AS why
    FROM edge WHERE ${at} = ANY ($1) GROUP BY 1, 2) x
  WHERE $5::text IS NULL OR next < $5
) ranked WHERE place <= $4 + 1 ORDER BY at, next DESC`;
};

/** Towards what comes from them, and towards what they come from. */
export const stepsSql = { down: stepSql('up'), up: stepSql('down') } as const;
