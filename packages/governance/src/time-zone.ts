import { Refusal, type ReportPeriod } from '@countersign/contracts';
import type pg from 'pg';

/** By its name in the IANA database; an offset alone would be wrong for half of the year. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+/-]*$/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** When whole days begin and end in their zone; days of 23 or 25 hours are what they are. */
export interface Instants {
  readonly start: Date;
  /** The first moment after the last day. */
  readonly end: Date;
}

/**
 * The moments of a period of days, both included. PostgreSQL knows the zones.
 * @throws Refusal BAD_INPUT for a day or zone that does not exist, and for days in the wrong order
 */
export async function instantsOf(
  db: Pick<pg.Pool, 'query'>,
  { from, to, zone }: ReportPeriod,
): Promise<Instants> {
  if (!isTimeZone(zone)) throw new Refusal('BAD_INPUT', `${zone} is no time zone.`, { field: 'zone' });
  for (const [field, day] of Object.entries({ from, to }))
    if (Number.isNaN(Date.parse(day)) || new Date(day).toISOString().slice(0, 10) !== day)
      throw new Refusal('BAD_INPUT', `${day} is no day.`, { field });
  if (from > to) throw new Refusal('BAD_INPUT', 'The last day comes before the first.', { field: 'to' });
  const found = await db.query<{ start: Date; end: Date }>(
    `SELECT ($1::date)::timestamp AT TIME ZONE $3 AS start, ($2::date + 1)::timestamp AT TIME ZONE $3 AS end`,
    [from, to, zone],
  );
  return found.rows[0]!;
}
