import { expect, it } from 'vitest';
import { lossesOf } from './amendment-losses.ts';

const row = (id: string, name: string, over: object = {}) => ({
  id,
  person: { id, name },
  gate: 'review' as const,
  environment: null,
  decision: 'endorse' as const,
  state: 'current' as const,
  incident: null,
  ...over,
});

it('names everybody who loses an endorsement, and nobody whose sign-off had ended before', () => {
  const rows = [
    row('1', 'Rita'),
    row('2', 'Owen', { state: 'owed' }),
    row('3', 'Vera', { state: 'void' }),
    row('4', 'Carl', { decision: 'request-changes' }),
    row('5', 'Erik', { decision: 'reject' }),
    row('6', 'Ines', { gate: 'goLive', environment: 'production', incident: 'INC-1' }),
  ];
  expect(lossesOf(rows, { gates: [] })).toEqual({
    endorsed: [
      { id: '1', name: 'Rita', place: 'review gate' },
      { id: '2', name: 'Owen', place: 'review gate' },
      { id: '6', name: 'Ines', place: 'expedited road, incident INC-1, production' },
    ],
    asked: ['Carl'],
    open: [],
  });
});
