/** Whether `instant` has come at `at`; both RFC 3339. A deadline ends at its own instant. */
export const hasCome = (instant: string | null, at: string): boolean =>
  instant !== null && Date.parse(instant) <= Date.parse(at);

const dayInMilliseconds = 86_400_000;

/** RFC 3339 UTC with milliseconds, `days` days of 24 hours after `at`. */
export const daysAfter = (at: string, days: number): string =>
  new Date(Date.parse(at) + days * dayInMilliseconds).toISOString();

/** RFC 3339 UTC with milliseconds, `hours` hours after `at`. */
export const hoursAfter = (at: string, hours: number): string => daysAfter(at, hours / 24);
