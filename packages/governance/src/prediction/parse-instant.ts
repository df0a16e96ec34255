import { Refusal } from '@countersign/contracts';

const rfc3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i;

/** RFC 3339 with an offset. @throws Refusal BAD_INPUT */
export function parseInstant(text: string, field: string): Date {
  const instant = new Date(text);
  const year = instant.getUTCFullYear();
  if (!rfc3339.test(text) || Number.isNaN(year) || year < 1 || year > 9_999) {
    throw new Refusal('BAD_INPUT', `${field} is no time of RFC 3339 with an offset.`, { field });
  }
  return instant;
}
