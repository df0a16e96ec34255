import { expect, it } from 'vitest';
import { codeOf } from '../test/code-of.ts';
import { parseInstant } from './parse-instant.ts';

it.each([
  ['2026-02-28T23:59:59.999Z', '2026-02-28T23:59:59.999Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2026-03-01T01:30:00+02:00', '2026-02-28T23:30:00.000Z'],
])('%s is a time', (text, instant) => {
  expect(parseInstant(text, 'at').toISOString()).toBe(instant);
});

it.each([
  '2026-02-30T00:00:00Z',
  '2026-02-29T00:00:00+01:00',
  '2026-13-01T00:00:00Z',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01T25:00:00Z',
  '+275760-09-13T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'infinity',
  '',
])('%j is none', async (text) => {
  expect(await codeOf((async () => parseInstant(text, 'at'))())).toBe('BAD_INPUT');
});
