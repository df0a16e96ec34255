import type { LineageKind } from '@countersign/contracts';
import {
  fileDigests,
  fileKinds,
  fileNode,
  inForce,
  loggedRun,
  runNode,
  taken,
  visible,
} from './relations.ts';

/** What is read of a node, whatever its kind. */
export interface NodeFacts {
  readonly id: string;
  readonly name: string;
  readonly note: string;
  readonly at: Date | null;
  readonly model: string | null;
  readonly version: string | null;
  readonly stage: string | null;
  readonly standing: string | null;
  readonly run: { readonly experiment: string; readonly run: string } | null;
  readonly ended: boolean;
}

const none = 'NULL::text';
const columns = (facts: Readonly<Partial<Record<keyof NodeFacts, string>>>): string =>
  [
    `${facts.id} AS id`,
    `${facts.name} AS name`,
    `${facts.note ?? "''"} AS note`,
    `${facts.at ?? 'NULL::timestamptz'} AS at`,
    `${facts.model ?? none} AS model`,
    `${facts.version ?? none} AS version`,
    `${facts.stage ?? none} AS stage`,
    `${facts.standing ?? none} AS standing`,
    `${facts.run ?? 'NULL::json'} AS run`,
    `${facts.ended ?? 'false'} AS ended`,
  ].join(', ');

const known = (kind: LineageKind) =>
  `(SELECT array_agg(substr(id, ${kind.length + 2})) FROM unnest($1::text[]) id WHERE id LIKE '${kind}:%')`;
const files = `version_file f JOIN version v ON v.id = f.version_id WHERE f.digest = ANY (${fileDigests}) AND ${fileKinds} AND ${fileNode} = ANY ($1) AND ${visible('v')}`;

/** What the newest version says that names them; a reference says more than the path of a file. `$1` to `$3` as in relations. */
const dataAndCode = `
SELECT DISTINCT ON (id) id, name, note, min(at) OVER (PARTITION BY id) AS at, model, version, stage, standing, run, ended FROM (
  SELECT 1 AS place, v.created_at AS of, ${columns({
    id: 'i.key',
    name: `CASE WHEN i.key LIKE 'code:%' THEN left(i.name, 12) ELSE i.name END`,
    note: `CASE WHEN i.key LIKE 'code:%' THEN i.detail->>'repository' ELSE concat_ws(', ',
      CASE i.detail->>'kind' WHEN 'uri' THEN 'URI' WHEN 'query' THEN 'query' WHEN 'base-and-changes' THEN 'base and changes' WHEN 'git-blob' THEN 'Git blob'
        WHEN 'git-lfs' THEN 'Git LFS' WHEN 'dvc' THEN 'DVC' WHEN 'delta' THEN 'Delta table' WHEN 'mlflow' THEN 'MLflow' ELSE i.detail->>'kind' END,
      i.detail->'timeRange'->>'start' || ' to ' || (i.detail->'timeRange'->>'end'),
      to_char((i.detail->>'rows')::numeric, 'FM999,999,999,999') || ' rows', left(i.detail->>'uri', 200)) END`,
    at: 'v.created_at',
  })}
  FROM revision r JOIN version v ON v.id = r.version_id CROSS JOIN LATERAL lineage_inputs(r.dossier) i
  WHERE lineage_keys(r.dossier) && $1::text[] AND i.key = ANY ($1) AND ${inForce('r')} AND ${visible('v')}
  UNION ALL
  SELECT 2, v.created_at, ${columns({ id: fileNode, name: 'f.path', note: `CASE f.kind WHEN 'data' THEN 'file of a version' ELSE '' END`, at: 'v.created_at' })} FROM ${files}
  UNION ALL
  SELECT 3, u.at, ${columns({ id: `'dataset:' || t.digest`, name: 't.name', note: `concat_ws(', ', 'data of a run', nullif(left(t.source, 200), ''))`, at: 'u.at' })}
  FROM run_dataset t JOIN run u ON u.id = t.run_id JOIN experiment x ON x.id = u.experiment_id
    JOIN version v ON v.model_id = x.model_id AND v.run_experiment = x.name AND v.run_key = u.key
  WHERE t.digest = ANY (${fileDigests}) AND 'dataset:' || t.digest = ANY ($1) AND u.at <= $2 AND ${visible('v')}
  UNION ALL
  SELECT 4, l.at, ${columns({ id: 'l.data', name: 'l.name', note: `concat_ws(', ', 'data of a job', nullif(left(l.source, 200), l.name))`, at: 'l.at' })}
  FROM run_link l WHERE l.data = ANY ($1) AND ${taken}
) named ORDER BY id, place, of DESC`;

/** A run by the name that it was logged under, or the key that a version calls it by; or one that is known by its events. */
const runs = `
SELECT DISTINCT ON (id) * FROM (
  SELECT ${columns({
    id: runNode,
    name: `CASE WHEN u.at <= $2 THEN u.name ELSE v.run_key END`,
    note: `v.run_experiment || CASE WHEN u.at <= $2 THEN ', ' || lower(u.status) ELSE ', not logged' END`,
    at: `CASE WHEN u.at <= $2 THEN u.started_at ELSE v.created_at END`,
    run: `CASE WHEN u.at <= $2 THEN jsonb_build_object('experiment', v.run_experiment, 'run', v.run_key) END`,
    model: 'm.key',
  })}
  FROM version v JOIN model m ON m.id = v.model_id ${loggedRun}
  WHERE v.run_key IS NOT NULL AND ${runNode} = ANY ($1) AND ${visible('v')}
  UNION ALL
  SELECT DISTINCT ${columns({
    id: 'l.node',
    name: 'u.name',
    note: `x.name || ', ' || lower(u.status)`,
    at: 'u.started_at',
    run: `jsonb_build_object('experiment', x.name, 'run', u.key)`,
    model: 'm.key',
  })}
  FROM run_link l JOIN run u ON u.id = l.run_id JOIN experiment x ON x.id = u.experiment_id JOIN model m ON m.id = l.model_id
  WHERE l.node = ANY ($1) AND ${taken}
) named ORDER BY id, run NULLS LAST, at`;

const versions = `
SELECT ${columns({ id: `'version:' || v.id`, name: `m.key || ' ' || v.label`, note: 'left(v.description, 200)', at: 'v.created_at', model: 'm.key', version: 'v.label', stage: 'v.stage', standing: 'v.standing' })}
FROM version v JOIN model m ON m.id = v.model_id WHERE v.id = ANY (${known('version')}::uuid[]) AND ${visible('v')}`;

/** All the times that a version served in an environment are one node; the latest says in which role. */
const deployments = `
SELECT DISTINCT ON (v.id, e.id) ${columns({
  id: `'deployment:' || v.id || '.' || e.id`,
  name: `m.key || ' ' || v.label || ' in ' || e.key`,
  note: `d.role || CASE WHEN d.state = 'suspended' THEN ', suspended' ELSE '' END`,
  at: 'min(d.started_at) OVER (PARTITION BY v.id, e.id)',
  model: 'm.key',
  version: 'v.label',
  ended: 'd.ended_at IS NOT NULL AND d.ended_at <= $2',
})}
FROM deployment d JOIN version v ON v.id = d.version_id JOIN model m ON m.id = v.model_id JOIN environment e ON e.id = d.environment_id
WHERE d.version_id = ANY ((SELECT array_agg(split_part(substr(id, 12), '.', 1)) FROM unnest($1::text[]) id WHERE id LIKE 'deployment:%')::uuid[])
  AND 'deployment:' || v.id || '.' || e.id = ANY ($1) AND d.started_at <= $2 AND ${visible('v')}
ORDER BY v.id, e.id, d.started_at DESC`;

const recalls = `
SELECT ${columns({ id: `'recall:' || r.id`, name: `m.key || ' ' || v.label || CASE r.standing WHEN 'blocked' THEN ', do not use' ELSE ', advisory' END`, note: 'left(r.reason, 200)', at: 'r.at', model: 'm.key', version: 'v.label', standing: 'r.standing', ended: 'r.lifted_at IS NOT NULL AND r.lifted_at <= $2' })}
FROM recall r JOIN version v ON v.id = r.version_id JOIN model m ON m.id = v.model_id
WHERE r.id = ANY (${known('recall')}::uuid[]) AND r.at <= $2 AND ${visible('v')}`;

/** Whoever nobody registered goes by the name that it predicts under. */
const consumers = `
SELECT DISTINCT ON (k.key) ${columns({ id: `'consumer:' || k.key`, name: 'coalesce(c.name, k.key)', note: `CASE WHEN c.id IS NULL THEN 'seen in traffic, not registered' ELSE '' END`, at: 'c.registered_at', ended: 'c.retired_at IS NOT NULL AND c.retired_at <= $2' })}
FROM unnest(${known('consumer')}::text[]) AS k (key) LEFT JOIN consumer c ON c.key = k.key AND c.registered_at <= $2
ORDER BY k.key, c.registered_at DESC NULLS LAST`;

/** Which statement tells of the nodes of a kind, and how many of the three parameters it takes. */
export const factsSql: readonly {
  readonly kinds: readonly LineageKind[];
  readonly sql: string;
  readonly takes: 2 | 3;
}[] = [
  { kinds: ['dataset', 'code', 'notebook'], sql: dataAndCode, takes: 3 },
  { kinds: ['run'], sql: runs, takes: 3 },
  { kinds: ['version'], sql: versions, takes: 3 },
  { kinds: ['deployment'], sql: deployments, takes: 3 },
  { kinds: ['recall'], sql: recalls, takes: 3 },
  { kinds: ['consumer'], sql: consumers, takes: 2 },
];
