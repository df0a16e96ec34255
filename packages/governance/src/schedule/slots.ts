import type { MakeSchedule, ReportPeriod } from '@countersign/contracts';
import type { Tx } from '../tx.ts';

export type Cadence = Pick<MakeSchedule, 'cadence' | 'hour' | 'zone'>;

export interface Slots {
  /** The latest time that it was due, at or before the moment. */
  readonly last: Date;
  /** Its day in the zone, `2026-11-01`. */
  readonly day: string;
  /** The first time after the moment. */
  readonly next: Date;
}

const dueDays: Readonly<Record<Cadence['cadence'], string>> = {
  daily: 'true',
  weekly: 'extract(isodow FROM d) = 1',
  monthly: 'extract(day FROM d) = 1',
  quarterly: 'extract(day FROM d) = 1 AND extract(month FROM d)::int % 3 = 1',
};

/**
 * When a cadence is due around a moment. Days are counted by the calendar of the zone, and only then made moments, so a day
 * has one slot whatever its clock does: an hour that is left out is the one after it, one that comes twice counts once.
 */
export async function slotsOf(
  db: Pick<Tx, 'query'>,
  { cadence, hour, zone }: Cadence,
  at: Date,
): Promise<Slots> {
  const { rows } = await db.query<Slots>(
    `WITH slot AS (
       SELECT d::date AS day, (d::date + make_interval(hours => $3))::timestamp AT TIME ZONE $2 AS at
       FROM generate_series(($1::timestamptz AT TIME ZONE $2)::date - 100, ($1::timestamptz AT TIME ZONE $2)::date + 100, interval '1 day') AS d
       WHERE ${dueDays[cadence]})
     SELECT l.at AS last, l.day::text AS day, (SELECT min(at) FROM slot WHERE at > $1) AS next
     FROM slot l WHERE l.at <= $1 ORDER BY l.at DESC LIMIT 1`,
    [at, zone, hour],
  );
  return rows[0]!;
}

/** The day of a moment in a zone, `2026-11-01`. */
export async function dayIn(db: Pick<Tx, 'query'>, zone: string, at: Date): Promise<string> {
  const { rows } = await db.query<{ day: string }>(
    'SELECT ($1::timestamptz AT TIME ZONE $2)::date::text AS day',
    [at, zone],
  );
  return rows[0]!.day;
}

const text = (year: number, month: number, day: number): string =>
  new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);

/** Whole days before the one given; none for everything. */
export function periodBefore(
  period: MakeSchedule['period'],
  today: string,
  zone: string,
): ReportPeriod | undefined {
  const [year, month, day] = today.split('-').map((part) => Number(part)) as [number, number, number];
  const monday = day - ((new Date(`${today}T00:00:00Z`).getUTCDay() + 6) % 7);
  const quarter = Math.floor((month - 1) / 3) * 3;
  switch (period) {
    case 'previous-day':
      return { from: text(year, month - 1, day - 1), to: text(year, month - 1, day - 1), zone };
    case 'previous-week':
      return { from: text(year, month - 1, monday - 7), to: text(year, month - 1, monday - 1), zone };
    case 'previous-month':
      return { from: text(year, month - 2, 1), to: text(year, month - 1, 0), zone };
    case 'previous-quarter':
      return { from: text(year, quarter - 3, 1), to: text(year, quarter, 0), zone };
    case 'previous-year':
      return { from: text(year - 1, 0, 1), to: text(year - 1, 12, 0), zone };
    case 'everything':
      return undefined;
  }
}
