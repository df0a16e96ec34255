import type { RunCondition } from '@countersign/contracts';
import type { Tx } from '../tx.ts';
import { indexedSql, Values } from './run-conditions.ts';

/** So many runs are looked at one by one sooner than an index is walked past all that do not match. */
const few = 10_000;

/**
 * The condition that the fewest runs of the experiment meet, where an index finds them and they are few; else null. Counted, not
 * estimated: what the database believes of an experiment is minutes behind while runs are logged.
 */
export async function rarestCondition(
  db: Pick<Tx, 'query'>,
  experimentId: string,
  conditions: readonly RunCondition[],
): Promise<RunCondition | null> {
  const values = new Values();
  const experiment = values.add(experimentId);
  const counts: string[] = [];
  const counted: RunCondition[] = [];
  for (const condition of conditions) {
    const found = indexedSql(condition, experiment, values);
    if (found === null) continue;
    counts.push(`(SELECT count(*)::int FROM (${found} LIMIT ${few + 1}) AS f)`);
    counted.push(condition);
  }
  if (counts.length === 0) return null;
  const { rows } = await db.query<{ counts: number[] }>(
    `SELECT ARRAY[${counts.join(', ')}] AS counts`,
    values.all,
  );
  const numbers = rows[0]!.counts;
  const least = Math.min(...numbers);
  return least > few ? null : counted[numbers.indexOf(least)]!;
}

/** Runs `r` of the experiment `experiment`: those of the rarest condition where there is one. To follow `WITH` is `few`. */
export function runsOf(
  rarest: RunCondition | null,
  experiment: string,
  values: Values,
): { readonly before: string; readonly from: string } {
  const found = rarest && indexedSql(rarest, experiment, values);
  return found
    ? { before: `WITH few AS MATERIALIZED (${found})`, from: 'few JOIN run r ON r.id = few.id' }
    : { before: '', from: 'run r' };
}
