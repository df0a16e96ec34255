export interface ZoneText {
  readonly day: string;
  readonly time: string;
  /** `+01:00` */
  readonly offset: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatIn(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
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
    formats.set(zone, format);
  }
  return format;
}

/** A moment of RFC 3339 in a zone: `2026-11-21`, `09:31:07`, `+01:00`. */
export function zoneText(instant: string, zone: string): ZoneText {
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatIn(zone).formatToParts(new Date(instant))) parts[type] = value;
  const offset = (parts.timeZoneName ?? '').replace('GMT', '').replace('−', '-') || '+00:00';
  return {
    day: `${parts.year}-${parts.month}-${parts.day}`,
    time: `${parts.hour}:${parts.minute}:${parts.second}`,
    offset,
  };
}

export const secondText = (instant: string, zone: string): string => {
  const { day, time, offset } = zoneText(instant, zone);
  return `${day} ${time} ${offset}`;
};
