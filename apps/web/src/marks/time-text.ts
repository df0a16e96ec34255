interface Parts {
  day: string;
  minute: string;
  second: string;
  offset: string;
}

let chosen: string | undefined;
/** The zone of every time that names no other; null is the browser's own. Set before anything is shown to a person. */
export function showTimesIn(zone: string | null): void {
  chosen = zone ?? undefined;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatIn(zone: string | undefined): Intl.DateTimeFormat {
  const key = zone ?? '';
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'longOffset',
  });
  formats.set(key, made);
  return made;
}

function partsOf(instant: string, zone: string | undefined = chosen): Parts {
  const found = Object.fromEntries(
    formatIn(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  const offset = (found.timeZoneName ?? 'GMT').replace('GMT', '') || '+00:00';
  return {
    day: `${found.year}-${found.month}-${found.day}`,
    minute: `${found.hour}:${found.minute}`,
    second: `${found.hour}:${found.minute}:${found.second}`,
    offset: offset.replace('−', '-'),
  };
}

/** `2017-10-02 09:31 +02:00`, in the person's zone unless another is named. */
export function minuteText(instant: string, zone?: string): string {
  const { day, minute, offset } = partsOf(instant, zone);
  return `${day} ${minute} ${offset}`;
}
export function secondText(instant: string, zone?: string): string {
  const { day, second, offset } = partsOf(instant, zone);
  return `${day} ${second} ${offset}`;
}
/** Without the zone, for the rail: the zone stands in the facts above it. */
export function dayMinuteText(instant: string, zone?: string): string {
  const { day, minute } = partsOf(instant, zone);
  return `${day} ${minute}`;
}
export const dayText = (instant: string, zone?: string): string => partsOf(instant, zone).day;
/** `14:31:07`, for a field beside that of the day. */
export const timeText = (instant: string, zone?: string): string => partsOf(instant, zone).second;
/** `+02:00`, as it was in the zone then. */
export const zoneText = (instant: string, zone?: string): string => partsOf(instant, zone).offset;
/** `14:31:07 +02:00`, for something of today. */
export function clockText(instant: string, zone?: string): string {
  const { second, offset } = partsOf(instant, zone);
  return `${second} ${offset}`;
}

/** The instant at which it is `time` (`23:59:59`) on that day (`2017-10-02`), in the person's zone. */
export function instantOfDay(day: string, time: string, zone?: string): string {
  const at = (offset: string) => new Date(`${day}T${time}${offset}`).toISOString();
  const near = at(partsOf(`${day}T${time}Z`, zone).offset);
  // Where the clocks change that day, the offset of then and not the one of the guess.
  return at(partsOf(near, zone).offset);
}

const steps: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_556_952],
  ['month', 2_629_746],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'always' });

/** `7 days ago`, `in 2 days`; stands beside an absolute time, never alone. */
export function relativeText(instant: string, now: number = Date.now()): string {
  const seconds = (Date.parse(instant) - now) / 1000;
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return seconds > 0 ? 'in under a minute' : 'just now';
}
