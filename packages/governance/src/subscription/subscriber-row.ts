import { Refusal, type SubscriberSettings } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { isTimeZone } from '../time-zone.ts';
import type { Tx } from '../tx.ts';

interface Stored {
  readonly zone: string;
  readonly quiet_from: string | null;
  readonly quiet_until: string | null;
  readonly wake_for_stops: boolean;
  readonly digest_hour: number;
  readonly own_deeds: boolean;
  readonly mailed_at: Date | null;
}

/** When somebody is told, and when they were mailed last. */
export interface SubscriberRecord extends SubscriberSettings {
  readonly mailedAt: Date | null;
}

const columns = 'zone, quiet_from, quiet_until, wake_for_stops, digest_hour, own_deeds, mailed_at';

const toRecord = (row: Stored): SubscriberRecord => ({
  zone: row.zone,
  quiet:
    row.quiet_from === null || row.quiet_until === null
      ? null
      : { from: row.quiet_from, until: row.quiet_until },
  wakeForStops: row.wake_for_stops,
  digestHour: row.digest_hour,
  ownDeeds: row.own_deeds,
  mailedAt: row.mailed_at,
});

/** Of those who follow something. */
export async function readSubscribers(
  db: Pick<Tx, 'query'>,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, SubscriberRecord>> {
  const { rows } = await db.query<Stored & { person_id: string }>(
    `SELECT person_id, ${columns} FROM subscriber WHERE person_id = ANY ($1::uuid[])`,
    [personIds],
  );
  return new Map(rows.map((row) => [row.person_id, toRecord(row)]));
}

/** @throws Refusal BAD_INPUT */
export function requireZone(zone: string): void {
  if (!isTimeZone(zone)) throw new Refusal('BAD_INPUT', `${zone} is no time zone.`, { field: 'zone' });
}

/** The zone that the portal shows this person's dates in, where they chose one. */
export async function usualZone({ pool, actor }: Context): Promise<string> {
  const { rows } = await pool.query<{ time_zone: string | null }>(
    'SELECT time_zone FROM person WHERE id::text = $1',
    [actor.id],
  );
  return rows[0]?.time_zone ?? 'UTC';
}

/** As it is before somebody chooses: no quiet hours, digests in the morning, not of one's own deeds. */
export const usualSettings = (zone: string): SubscriberSettings => ({
  zone,
  quiet: null,
  wakeForStops: true,
  digestHour: 8,
  ownDeeds: false,
});

/** One's own row, made where there is none, kept from changing meanwhile. */
export async function holdSubscriber(tx: Tx, personId: string, zone: string): Promise<SubscriberRecord> {
  await tx.query('INSERT INTO subscriber (person_id, zone) VALUES ($1, $2) ON CONFLICT DO NOTHING', [
    personId,
    zone,
  ]);
  const { rows } = await tx.query<Stored>(
    `SELECT ${columns} FROM subscriber WHERE person_id = $1 FOR UPDATE`,
    [personId],
  );
  return toRecord(rows[0]!);
}
