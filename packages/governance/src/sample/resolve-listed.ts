import type { Context } from '../context.ts';
import type { SampleStored } from './sample-row.ts';

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Ids of items as an examiner named them: ours, callers' ids of predictions, or `model version`. Whatever is called
 * otherwise has none. Whether an id is in the population is another question.
 */
export async function resolveListed(
  { pool }: Pick<Context, 'pool'>,
  { kind, model_ids }: Pick<SampleStored, 'kind' | 'model_ids'>,
  named: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const name of named) if (uuid.test(name)) ids.set(name, name.toLowerCase());
  const others = named.filter((name) => !ids.has(name));
  if (others.length === 0 || kind === 'sign-offs') return ids;
  const { rows } = await pool.query<{ name: string; id: string }>(
    kind === 'predictions'
      ? 'SELECT caller_id AS name, prediction_id AS id FROM caller_id WHERE caller_id = ANY ($1::text[]) AND model_id = ANY ($2::uuid[])'
      : `SELECT m.key || ' ' || v.label AS name, v.id FROM version v JOIN model m ON m.id = v.model_id
         JOIN unnest($1::text[]) AS w (name) ON w.name = m.key || ' ' || v.label WHERE cardinality($2::uuid[]) = 0 OR m.id = ANY ($2)`,
    [others, model_ids],
  );
  for (const { name, id } of rows) ids.set(name, id);
  return ids;
}
