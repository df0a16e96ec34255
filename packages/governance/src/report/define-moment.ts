import { Day, Refusal, type ReportDefinition, type RequestReport } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { isDay, parseInstant } from '../parse-instant.ts';
import { instantsOf } from '../time-zone.ts';

/**
 * The moment of an inventory: the last one of a day in the zone, or one that was named, and never later than now.
 * Undefined for what is no inventory. @throws Refusal BAD_INPUT for a day or a moment that has not begun
 */
export async function defineMoment(
  ctx: Context,
  { kind, asOf, period }: RequestReport,
  zone: string,
): Promise<ReportDefinition['asOf']> {
  if (kind !== 'inventory') {
    if (asOf === undefined) return undefined;
    throw new Refusal('BAD_INPUT', 'Only an inventory is as of a date.', { field: 'asOf' });
  }
  if (period)
    throw new Refusal('BAD_INPUT', 'An inventory is as of one date: it has no period.', { field: 'period' });
  const now = ctx.clock();
  if (asOf === undefined) return { day: null, moment: now.toISOString() };
  const named = Day.safeParse(asOf).success;
  if (named && !isDay(asOf)) throw new Refusal('BAD_INPUT', `${asOf} is no day.`, { field: 'asOf' });
  const { start, end } = named ? await momentsOf(ctx, asOf, zone) : oneMoment(parseInstant(asOf, 'asOf'));
  if (start > now) throw new Refusal('BAD_INPUT', `${asOf} has not come yet.`, { field: 'asOf' });
  return { day: named ? asOf : null, moment: new Date(Math.min(end.getTime(), now.getTime())).toISOString() };
}

/** The first moment of a day and its last one, in milliseconds. */
async function momentsOf({ pool }: Context, day: string, zone: string) {
  const { start, end } = await instantsOf(pool, { from: day, to: day, zone });
  return { start, end: new Date(end.getTime() - 1) };
}

const oneMoment = (at: Date) => ({ start: at, end: at });
