import { expect, it } from 'vitest';
import { showTimesIn } from '../../marks/index.ts';
import { usualPeriods } from './periods.ts';

it('counts periods by the calendar of the person’s zone', () => {
  showTimesIn('Europe/Berlin');
  const periods = Object.fromEntries(
    usualPeriods('2025-12-31T23:30:00Z').map(({ name, from, to }) => [name, [from, to]]),
  );
  showTimesIn(null);
  expect(periods).toEqual({
    'Last month': ['2025-12-01', '2025-12-31'],
    'Last quarter': ['2025-10-01', '2025-12-31'],
    'Last year': ['2025-01-01', '2025-12-31'],
  });
});
