import type { Tx } from '../tx.ts';
import { fieldTold } from './document-sql.ts';

const mostTerms = 200;

/**
 * What models are about, a row for each: words of key, name and purpose by their stems, what is recorded in fields, the inputs of
 * the newest version, and what it answers.
 */
const termSql = `
WITH of AS (SELECT m.id, m.key, m.name, m.purpose, (SELECT v.schema FROM version v WHERE v.model_id = m.id ORDER BY v.number DESC LIMIT 1) AS schema
  FROM model m WHERE m.id = ANY ($1::uuid[]) AND m.retired_at IS NULL),
word AS (SELECT DISTINCT of.id, lower(w.word) AS word FROM of
  CROSS JOIN LATERAL regexp_split_to_table(search_spaced(concat_ws(' ', of.key, of.name, left(of.purpose, 5000))), '\\s+') AS w (word)
  WHERE length(w.word) BETWEEN 3 AND 60 AND w.word !~ '^[0-9.]+$'),
input AS (SELECT of.id, i FROM of CROSS JOIN LATERAL jsonb_array_elements(
    CASE WHEN jsonb_typeof(of.schema->'inputs') = 'array' THEN of.schema->'inputs' ELSE '[]' END) i),
output AS (SELECT of.id, o FROM of CROSS JOIN LATERAL jsonb_array_elements(
    CASE WHEN jsonb_typeof(of.schema->'outputs') = 'array' THEN of.schema->'outputs' ELSE '[]' END) o),
term AS (
  SELECT word.id, 'word:' || s.stem AS term, min(word.word) AS shown FROM word CROSS JOIN LATERAL unnest(ts_lexize('pg_catalog.english_stem', word.word)) AS s (stem) GROUP BY 1, 2
  UNION ALL SELECT x.model_id, 'field:' || lower(told), told FROM model_field_value x ${fieldTold} JOIN of ON of.id = x.model_id
  UNION ALL SELECT id, 'input:' || lower(left(i->>'name', 100)), left(i->>'name', 100) FROM input WHERE i->>'name' IS NOT NULL
  UNION ALL SELECT id, 'form:' || CASE WHEN bool_or(i->>'kind' = 'text') THEN 'text' ELSE 'tabular' END, CASE WHEN bool_or(i->>'kind' = 'text') THEN 'text' ELSE 'tabular' END
    FROM input GROUP BY id
  UNION ALL SELECT id, 'answers:' || min(answers), min(answers) FROM (SELECT id, CASE WHEN jsonb_typeof(o->'classes') = 'array'
        THEN CASE jsonb_array_length(o->'classes') WHEN 2 THEN 'binary classification' ELSE 'classification of several classes' END
      END AS answers FROM output
      UNION ALL SELECT id, lower(schema->>'task') FROM of) a WHERE answers IS NOT NULL GROUP BY id)
INSERT INTO search_term (model_id, term, shown)
SELECT id, term, min(shown) FROM (SELECT *, row_number() OVER (PARTITION BY id ORDER BY term LIKE 'word:%', term) AS place FROM term) few
WHERE place <= ${mostTerms} GROUP BY id, term`;

/** What similar models are found by. */
export async function writeTerms(tx: Tx, modelIds: readonly string[]): Promise<void> {
  if (modelIds.length === 0) return;
  await tx.query('DELETE FROM search_term WHERE model_id = ANY ($1::uuid[])', [modelIds]);
  await tx.query(termSql, [modelIds]);
}
