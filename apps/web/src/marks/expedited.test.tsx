import { render } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ExpeditedMark } from './expedited.tsx';

const textOf = (row: Parameters<typeof ExpeditedMark>[0]['row']) =>
  render(<ExpeditedMark row={row} />).container.textContent;
const lapsesAt = '2026-11-24T03:46:00.000Z';

it('says until when, while it serves or is suspended', () => {
  expect(textOf({ ground: 'expedited', lapsesAt, state: 'serving' })).toMatch(/^Expedited, until 2026-11-24/);
  expect(textOf({ ground: 'expedited', lapsesAt, state: 'suspended' })).toMatch(/^Expedited, until /);
});

it('keeps the word after the end, and says nothing of other grounds', () => {
  expect(textOf({ ground: 'expedited', lapsesAt, state: 'ended' })).toBe('Expedited');
  expect(textOf({ ground: 'gates', lapsesAt: null, state: 'serving' })).toBe('');
});
