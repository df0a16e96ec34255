import { type MakeSchedule, Refusal, type RequestReport, type ScheduledReport } from '@countersign/contracts';
import { requireSession } from '../authority/require-session.ts';
import { requireRole } from '../authority/roles-held.ts';
import type { Tx } from '../change.ts';
import type { Actor, Context, House } from '../context.ts';
import { periodBefore } from './slots.ts';

/** A schedule as it is stored. */
export interface ScheduleStored {
  readonly id: string;
  readonly name: string;
  readonly asked: ScheduledReport;
  readonly cadence: MakeSchedule['cadence'];
  readonly hour: number;
  readonly zone: string;
  readonly period: MakeSchedule['period'];
  readonly person_id: string;
  readonly state: 'active' | 'paused' | 'deleted';
  readonly next_at: Date;
}

export const scheduleSelect =
  'SELECT id, name, asked, cadence, hour, zone, period, person_id, state, next_at FROM report_schedule';

/** What is asked for on a day of the schedule's zone. */
export function askedOn(
  { asked, period, zone }: Pick<ScheduleStored, 'asked' | 'period' | 'zone'>,
  day: string,
): RequestReport {
  const days = periodBefore(period, day, zone);
  return { ...asked, zone, ...(days ? { period: days } : {}) };
}

/** Somebody as their roles are now, without their being there. @throws Error where nobody has the id */
export async function contextOf(house: House, personId: string): Promise<Context> {
  const { name, email } = await house.db.person.findUniqueOrThrow({
    where: { id: personId },
    select: { name: true, email: true },
  });
  return {
    ...house,
    actor: { kind: 'person', id: personId, name, email, via: 'session', sessionId: null, scopes: [] },
  };
}

/** Locks a schedule for whoever made it, an administrator or a compliance officer. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function lockOwnSchedule(tx: Tx, actor: Actor, id: string): Promise<ScheduleStored> {
  requireSession(actor);
  const { rows } = await tx.query<ScheduleStored>(`${scheduleSelect} WHERE id = $1 FOR UPDATE`, [id]);
  const row = rows[0];
  if (!row || row.state === 'deleted') throw new Refusal('NOT_FOUND', 'There is no such scheduled report.');
  if (row.person_id !== actor.id) await requireRole(tx, actor, null, ['administrator', 'compliance']);
  return row;
}
