import { instantOfDay } from './time-text.ts';

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

/** From the first to the last of these days, both whole, in the person's zone: `from` is in it, `to` is not. */
export function periodOfDays({ from, to }: { from?: string; to?: string }): { from?: string; to?: string } {
  return {
    ...(from ? { from: instantOfDay(from, '00:00:00') } : {}),
    ...(to ? { to: instantOfDay(dayAfter(to), '00:00:00') } : {}),
  };
}
