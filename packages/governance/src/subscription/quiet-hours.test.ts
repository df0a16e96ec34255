import { createTestDatabase, type TestDatabase } from '@countersign/database/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { quietEnd } from './quiet-hours.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe('quiet hours', () => {
  const night = (zone: string, from: string, until: string, at: string) =>
    quietEnd(database.pool, { zone, quiet: { from, until } }, new Date(at)).then(
      (end) => end?.toISOString() ?? null,
    );
  it.each([
    ['within a night of two days', '22:00', '07:00', '2027-01-11T22:30:00Z', '2027-01-12T06:00:00.000Z'],
    ['at its beginning', '22:00', '07:00', '2027-01-11T21:00:00Z', '2027-01-12T06:00:00.000Z'],
    ['at its end', '22:00', '07:00', '2027-01-12T06:00:00Z', null],
    ['at noon', '22:00', '07:00', '2027-01-12T11:00:00Z', null],
    ['within a day', '12:00', '13:30', '2027-01-12T11:00:00Z', '2027-01-12T12:30:00.000Z'],
    // In the night of 28 March 2027 the clock of Berlin goes from 02:00 to 03:00, in that of 31 October from 03:00 to 02:00.
    [
      'in the night that is an hour shorter',
      '22:00',
      '07:00',
      '2027-03-27T23:00:00Z',
      '2027-03-28T05:00:00.000Z',
    ],
    [
      'in the night that is an hour longer',
      '22:00',
      '07:00',
      '2027-10-30T22:00:00Z',
      '2027-10-31T06:00:00.000Z',
    ],
    ['to an end that is left out', '22:00', '02:30', '2027-03-28T00:45:00Z', '2027-03-28T01:30:00.000Z'],
    [
      'to the second of an end that comes twice',
      '22:00',
      '02:30',
      '2027-10-31T00:45:00Z',
      '2027-10-31T01:30:00.000Z',
    ],
    ['after that', '22:00', '02:30', '2027-10-31T01:30:00Z', null],
  ])('%s, %s to %s at %s, end at %s', async (_, from, until, at, end) => {
    expect(await night('Europe/Berlin', from, until, at)).toBe(end);
  });
});
