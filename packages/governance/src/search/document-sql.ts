/** Characters of a document that are indexed; what is longer is found by its beginning. */
export const longestBody = 50_000;
const mostTags = 20;
const longestTag = 100;

/** Kinds of things that documents are made from; each document names its source, so that it is renewed and removed with it. */
export type Source = keyof typeof documentSql;

const text = (sql: string) => `left(coalesce(${sql}, ''), ${longestBody})`;
const tags = (select: string) => `coalesce((SELECT array_agg(tag) FROM
  (SELECT left(tag, ${longestTag}) AS tag FROM (${select}) t (tag) WHERE tag IS NOT NULL ORDER BY tag LIMIT ${mostTags}) few), '{}')`;
const list = (label: string, select: string) => `'${label}: ' || (${select})`;
const version = 'version v JOIN model m ON m.id = v.model_id AND m.retired_at IS NULL';
const inForce = 'JOIN revision r ON r.version_id = v.id AND r.revision = v.revision';
const versionTitle = "m.key || ' ' || v.label";

/** The dossier's objects and lists, whatever was written there. */
const pairs = (part: string) =>
  `jsonb_each_text(CASE WHEN jsonb_typeof(r.dossier->'${part}') = 'object' THEN r.dossier->'${part}' ELSE '{}' END)`;
const items = (of: string) =>
  `jsonb_array_elements(CASE WHEN jsonb_typeof(${of}) = 'array' THEN ${of} ELSE '[]' END)`;

/** SQL of what a model is told to be by its fields, value by value, as people read it: `told`, beside `model_field_value x`. */
export const fieldTold = `JOIN model_field f ON f.id = x.field_id AND f.archived_at IS NULL AND f.type IN ('text', 'choice', 'choices')
  CROSS JOIN LATERAL (SELECT left(f.label || ': ' || coalesce((SELECT c->>'label' FROM jsonb_array_elements(f.choices) c WHERE c->>'key' = said), said), 100) AS told
    FROM jsonb_array_elements_text(CASE jsonb_typeof(x.value) WHEN 'array' THEN x.value WHEN 'string' THEN jsonb_build_array(x.value) ELSE '[]' END) said) t`;

/**
 * SELECTs of documents by the ids of what they are made from, `$1`: source, place, kind, model_id, version_id, person_id, title,
 * body, tags, stage, tier, at. What belongs to a retired model is in no list any more, and so is nobody's document.
 */
export const documentSql = {
  model: `
SELECT 'model:' || m.id, '', 'model', m.id, NULL::uuid, m.owner_id, CASE m.name WHEN m.key THEN m.key ELSE m.key || ' ' || m.name END, ${text('m.purpose')},
  ${tags(`SELECT told FROM model_field_value x ${fieldTold} WHERE x.model_id = m.id`)},
  NULL::text, m.tier, m.created_at
FROM model m WHERE m.id = ANY ($1::uuid[]) AND m.retired_at IS NULL`,
  version: `
SELECT 'version:' || v.id, '', 'version', m.id, v.id, v.registrant_id, ${versionTitle}, ${text(`concat_ws(E'\\n', v.description,
    ${list('Inputs', `SELECT string_agg(concat_ws(' ', i->>'name', i->>'description'), ', ') FROM ${items("v.schema->'inputs'")} i`)},
    ${list('Outputs', `SELECT string_agg(concat_ws(' ', o->>'name', o->>'description'), ', ') FROM ${items("v.schema->'outputs'")} o`)},
    ${list('Parameters', `SELECT string_agg(key || ' ' || left(value, 200), ', ' ORDER BY key) FROM ${pairs('parameters')}`)},
    ${list('Metrics', `SELECT string_agg(DISTINCT d->>'name', ', ') FROM ${items("r.dossier->'metrics'")} d`)},
    ${list('Trained on', `SELECT string_agg(DISTINCT d->>'name', ', ') FROM ${items("r.dossier->'datasets'")} d`)})`)},
  '{}'::text[], v.stage, m.tier, v.created_at
FROM ${version} ${inForce} WHERE v.id = ANY ($1::uuid[])`,
  notes: `
SELECT 'notes:' || v.id, '', 'notes', m.id, v.id, r.person_id, 'Release notes of ' || ${versionTitle}, ${text(`regexp_replace(r.release_notes, '^\\s*---\\n.*?\\n---\\n', '')`)}, '{}'::text[], v.stage, m.tier, r.at
FROM ${version} ${inForce} WHERE v.id = ANY ($1::uuid[]) AND r.release_notes <> ''
UNION ALL
SELECT 'notes:' || v.id, e.id::text, 'notes', m.id, v.id, e.person_id, 'Erratum of ' || ${versionTitle}, ${text('e.text')}, '{}'::text[], v.stage, m.tier, e.at
FROM erratum e JOIN ${version} ON v.id = e.version_id WHERE v.id = ANY ($1::uuid[])`,
  thread: `
SELECT 'thread:' || t.id, c.id::text, 'discussion', m.id, v.id, c.person_id, concat_ws(', ', 'Comment on ' || ${versionTitle}, t.path), ${text('x.text')},
  '{}'::text[], v.stage, m.tier, c.at
FROM thread t JOIN ${version} ON v.id = t.version_id JOIN thread_comment c ON c.thread_id = t.id
CROSS JOIN LATERAL (SELECT text FROM comment_text WHERE comment_id = c.id ORDER BY number DESC LIMIT 1) x
WHERE t.id = ANY ($1::uuid[])`,
  experiment: `
SELECT 'experiment:' || e.id, '', 'experiment', m.id, NULL::uuid, NULL::uuid, e.name,
  ${text(`(SELECT string_agg(k.key, ', ' ORDER BY k.kind, k.key) FROM experiment_key k WHERE k.experiment_id = e.id)`)}, '{}'::text[], NULL::text, m.tier, e.at
FROM experiment e JOIN model m ON m.id = e.model_id AND m.retired_at IS NULL WHERE e.id = ANY ($1::uuid[])`,
  run: `
SELECT 'run:' || u.id, '', 'run', m.id, NULL::uuid, u.person_id, CASE u.name WHEN u.key THEN u.key ELSE u.name || ' ' || u.key END,
  ${text(`concat_ws(E'\\n', nullif(u.notes, ''), e.name,
    (SELECT string_agg(p.key || ' ' || p.head, ', ' ORDER BY p.kind, p.key) FROM run_text p WHERE p.run_id = u.id AND p.key NOT LIKE 'mlflow.%'),
    ${list('Data', "SELECT string_agg(DISTINCT d.name, ', ') FROM run_dataset d WHERE d.run_id = u.id")})`)},
  ${tags(`SELECT p.key || ': ' || p.head FROM run_text p WHERE p.run_id = u.id AND p.kind = 'tag' AND p.key NOT LIKE 'mlflow.%'`)},
  NULL::text, m.tier, u.started_at
FROM run u JOIN experiment e ON e.id = u.experiment_id JOIN model m ON m.id = e.model_id AND m.retired_at IS NULL WHERE u.id = ANY ($1::uuid[])`,
} as const;

/**
 * Data that versions of a model name or hold, a document for each, told as the newest version tells of it: of the model `$1`
 * the nodes of lineage `$2`.
 */
export const datasetSql = `
SELECT DISTINCT ON (d.key) 'dataset:' || m.id, d.key, 'dataset', m.id, v.id, v.registrant_id, d.name, ${text('d.body')}, '{}'::text[], v.stage, m.tier, v.created_at
FROM (SELECT r.version_id, i.key, coalesce(i.name, 'data') AS name, concat_ws(E'\\n', i.detail->>'uri', i.detail->>'query', i.digest,
      (SELECT string_agg(value, ' ') FROM jsonb_each_text(CASE WHEN jsonb_typeof(i.detail->'source') = 'object' THEN i.detail->'source' ELSE '{}' END))) AS body
    FROM version o JOIN revision r ON r.version_id = o.id AND r.revision = o.revision CROSS JOIN LATERAL lineage_inputs(r.dossier) i
    WHERE o.model_id = $1 AND lineage_keys(r.dossier) && $2::text[] AND i.key = ANY ($2)
  UNION ALL
  SELECT f.version_id, 'dataset:' || f.digest, f.path, f.digest FROM version_file f JOIN version o ON o.id = f.version_id
    WHERE o.model_id = $1 AND f.kind = 'data' AND 'dataset:' || f.digest = ANY ($2)) d
JOIN ${version} ON v.id = d.version_id
ORDER BY d.key, v.number DESC, d.name`;
