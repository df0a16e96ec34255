import type { ExpeditedRoad } from '@countersign/contracts';
import { expect, it } from 'vitest';
import { expeditedPlace, placeTitle } from './signing-place.ts';

const road: ExpeditedRoad = {
  requestId: 'request',
  incident: 'INC-4711',
  environment: 'production',
  comment: 'the champion does not answer',
  by: { id: 'operator', name: 'Olga' },
  at: '2026-11-21T10:00:00.000Z',
  dueAt: '2026-11-21T14:00:00.000Z',
  state: 'open',
  signOffId: null,
  signer: null,
  servesUntil: null,
};
const subject = { gate: 'goLive', revision: 2, policy: { id: 'built-in-high', number: 1 } } as const;

it('owes one signature and nothing else, whatever the gate of that environment asks for', () => {
  const place = expeditedPlace(subject, road);
  expect(place).toMatchObject({ state: 'open', signed: 0, needed: 1, evidence: [], heldBy: [] });
  expect(place.places).toEqual([{ role: 'reviewer or approver', quorum: 1, filled: [] }]);
});

it('is filled by its signer', () => {
  const signer = { id: 'reviewer', name: 'Rita' };
  const place = expeditedPlace(subject, { ...road, state: 'signed', signOffId: 'sign-off', signer });
  expect(place).toMatchObject({ state: 'satisfied', signed: 1 });
  expect(place.places[0]?.filled).toEqual([signer]);
});

it('is never called a gate', () => {
  expect(placeTitle({ gate: 'goLive', expedited: road })).toBe('Expedited go-live');
  expect(placeTitle({ gate: 'goLive', expedited: null })).toBe('Go-live gate');
});
