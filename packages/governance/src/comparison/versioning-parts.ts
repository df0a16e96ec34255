import type { FileKind, VersioningDimension, VersionPage } from '@countersign/contracts';

type Named = { readonly name: string; readonly value: string };

const dimensionOf: Record<FileKind, VersioningDimension> = {
  data: 'data',
  'golden-set': 'data',
  robustness: 'data',
  script: 'scripts',
  notebook: 'scripts',
  configuration: 'parameters',
  artifact: 'trained-object',
  schema: 'trained-object',
  documentation: 'documentation',
};

/** What a dataset reference says, part by part: `Chicago / rows`. */
export const datasetTexts = (datasets: VersionPage['datasets']): Named[] =>
  datasets.flatMap(({ name, timeRange, ...facts }) =>
    Object.entries({ ...facts, timeRange: timeRange && `${timeRange.start} to ${timeRange.end}` }).flatMap(
      ([part, value]) =>
        value === null ? [] : [{ name: `${name} / ${wordOf[part] ?? part}`, value: textOf(value) }],
    ),
  );

const wordOf: Readonly<Record<string, string>> = { uri: 'URI', timeRange: 'time range' };
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const dimensionOfKind = `CASE f.kind ${Object.entries(dimensionOf)
  .map(([kind, dimension]) => `WHEN ${quoted(kind)} THEN ${quoted(dimension)}`)
  .join(' ')} END`;
/** The entries of a JSON object; none where it is anything else. */
const entriesOf = (json: string): string =>
  `jsonb_each(CASE jsonb_typeof(${json}) WHEN 'object' THEN ${json} ELSE '{}' END)`;
const digestOf = (text: string): string => `md5(coalesce(${text}, 'null'))`;

/**
 * SQL of the named parts of the revision `r`: (dimension, name, digest, is_file), a part of a dataset as
 * `[name, part]`. Two versions differ in a part where its digest does. The database reads notes and dossiers for it;
 * what leaves it is never longer than a digest.
 */
export const partsSql = `
  SELECT 'parameters' AS dimension, p.key AS name, ${digestOf("p.value #>> '{}'")} AS digest, false AS is_file
  FROM ${entriesOf("r.dossier->'parameters'")} p
  UNION ALL
  SELECT 'build-environment', coalesce(e.key || ' / ' || i.key, e.key),
    ${digestOf("coalesce(i.value, e.value) #>> '{}'")}, false
  FROM ${entriesOf("r.dossier->'buildEnvironment'")} e
    LEFT JOIN LATERAL ${entriesOf('e.value')} i ON true
  WHERE jsonb_typeof(e.value) <> 'object' OR i.key IS NOT NULL
  UNION ALL
  SELECT 'data', jsonb_build_array(d.value->'name', o.key)::text, ${digestOf("o.value #>> '{}'")}, false
  FROM jsonb_array_elements(CASE jsonb_typeof(r.dossier->'datasets') WHEN 'array' THEN r.dossier->'datasets' ELSE '[]' END) d,
    LATERAL ${entriesOf('d.value')} o
  WHERE o.key <> 'name' AND jsonb_typeof(o.value) <> 'null'
  UNION ALL
  SELECT 'documentation', t.name, md5(t.value), false
  FROM (VALUES ('release notes', r.release_notes), ('description', r.description)) t (name, value)
  UNION ALL
  SELECT ${dimensionOfKind}, f.path, f.digest, true FROM version_file f WHERE f.version_id = r.version_id`;
