import type { SubscriberSettings } from '@countersign/contracts';
import type { Tx } from '../tx.ts';

/**
 * The end of the quiet hours that a moment is in; null where it is in none. Both ends are times of the zone's clock on a day
 * of its calendar, made moments only then: a night has one beginning and one end whatever its clock does, an end that is
 * left out is as much later, one that comes twice is the second.
 */
export async function quietEnd(
  db: Pick<Tx, 'query'>,
  { zone, quiet }: Pick<SubscriberSettings, 'zone' | 'quiet'>,
  at: Date,
): Promise<Date | null> {
  if (quiet === null) return null;
  const { rows } = await db.query<{ end: Date | null }>(
    `WITH night AS (
       SELECT (d::date + $3::time) AT TIME ZONE $2 AS starts,
         (d::date + $4::time + CASE WHEN $4::time < $3::time THEN interval '1 day' ELSE interval '0' END) AT TIME ZONE $2 AS ends
       FROM generate_series(($1::timestamptz AT TIME ZONE $2)::date - 1, ($1::timestamptz AT TIME ZONE $2)::date, interval '1 day') AS d)
     SELECT max(ends) AS end FROM night WHERE starts <= $1 AND $1 < ends`,
    [at, zone, quiet.from, quiet.until],
  );
  return rows[0]!.end;
}
