import { describe, expect, it } from 'vitest';
import {
  clockText,
  dayText,
  instantOfDay,
  minuteText,
  relativeText,
  secondText,
  showTimesIn,
} from './time-text.ts';

const instant = '2017-10-06T14:20:41.318Z';

describe('times', () => {
  it('are absolute, with the offset of the person’s zone on that day', () => {
    expect(minuteText(instant, 'Europe/Zurich')).toBe('2017-10-06 16:20 +02:00');
    expect(secondText('2017-12-06T14:20:41Z', 'Europe/Zurich')).toBe('2017-12-06 15:20:41 +01:00');
    expect(clockText(instant, 'America/Chicago')).toBe('09:20:41 -05:00');
    expect(minuteText(instant, 'Asia/Kolkata')).toBe('2017-10-06 19:50 +05:30');
  });

  it('are in the zone that the person chose, unless another is named', () => {
    showTimesIn('Asia/Tokyo');
    expect(minuteText(instant)).toBe('2017-10-06 23:20 +09:00');
    expect(minuteText(instant, 'UTC')).toBe('2017-10-06 14:20 +00:00');
    showTimesIn(null);
  });

  it('of a day are instants of the zone, on days when the clocks change too', () => {
    expect(instantOfDay('2017-10-06', '23:59:59', 'Asia/Tokyo')).toBe('2017-10-06T14:59:59.000Z');
    expect(instantOfDay('2017-10-29', '23:59:59', 'Europe/Zurich')).toBe('2017-10-29T22:59:59.000Z');
    expect(instantOfDay('2017-10-29', '00:00:00', 'Europe/Zurich')).toBe('2017-10-28T22:00:00.000Z');
    expect(instantOfDay('2017-03-26', '23:59:59', 'America/Los_Angeles')).toBe('2017-03-27T06:59:59.000Z');
  });

  it('say +00:00 in UTC rather than nothing', () => {
    expect(minuteText(instant, 'UTC')).toBe('2017-10-06 14:20 +00:00');
  });

  it('change the day with the zone, and midnight is 00', () => {
    expect(dayText('2017-10-06T23:30:00Z', 'Europe/Zurich')).toBe('2017-10-07');
    expect(minuteText('2017-10-05T22:00:00Z', 'Europe/Zurich')).toBe('2017-10-06 00:00 +02:00');
  });

  it.each([
    [0, 'just now'],
    [-59, 'just now'],
    [-60, '1 minute ago'],
    [-7 * 86_400, '7 days ago'],
    [2 * 86_400, 'in 2 days'],
    [-400 * 86_400, '1 year ago'],
  ])('%i seconds from now reads “%s”', (seconds, words) => {
    const now = Date.parse(instant);
    expect(relativeText(new Date(now + seconds * 1000).toISOString(), now)).toBe(words);
  });
});
