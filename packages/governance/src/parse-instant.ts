import { Refusal } from '@countersign/contracts';

const rfc3339 = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** RFC 3339 with an offset, of a day that exists. @throws Refusal BAD_INPUT */
export function parseInstant(text: string, field: string): Date {
  const instant = new Date(text);
  const year = instant.getUTCFullYear();
  const day = rfc3339.exec(text)?.[1];
  if (day === undefined || !isDay(day) || Number.isNaN(year) || year < 1 || year > 9_999) {
    throw new Refusal('BAD_INPUT', `${field} is no time of RFC 3339 with an offset.`, { field });
  }
  return instant;
}

/** JavaScript takes the 30th of February for the 2nd of March. */
export function isDay(day: string): boolean {
  const midnight = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}
