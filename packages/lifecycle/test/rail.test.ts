import { describe, expect, it } from 'vitest';
import { type Gate, rail, type VersionState } from '../src/index.ts';
import { matchToPlaces } from '../src/matching.ts';

const text = (stage: VersionState['stage'], earned: VersionState['earned'], openGate?: Gate): string =>
  rail({ stage, earned, standing: 'usable', openGate }).text;

describe('the rail', () => {
  it('shows five stops', () => {
    expect(text('registered', 'registered')).toBe('●─○─○─○─○');
    expect(text('registered', 'registered', 'review')).toBe('●─◐─○─○─○');
    expect(text('reviewed', 'reviewed', 'approval')).toBe('●─●─◐─○─○');
    expect(text('approved', 'approved', 'goLive')).toBe('●─●─●─◐─○');
    expect(text('deployed', 'approved')).toBe('●─●─●─●─○');
    expect(text('deprecated', 'reviewed')).toBe('●─●─○─○─●');
  });

  it('shows the gap of a version that serves without having earned it', () => {
    expect(text('deployed', 'registered', 'review')).toBe('●─◐─○─●─○');
  });

  it('does not open again what a renewal asks for', () => {
    expect(text('approved', 'approved', 'review')).toBe('●─●─●─○─○');
  });

  it('names its stops and carries the standing', () => {
    const { stops, standing } = rail({
      stage: 'approved',
      earned: 'approved',
      standing: 'blocked',
      openGate: null,
    });
    expect(standing).toBe('blocked');
    expect(stops.map(({ stage, mark }) => `${stage} ${mark}`)).toEqual([
      'registered reached',
      'reviewed reached',
      'approved reached',
      'deployed ahead',
      'deprecated ahead',
    ]);
  });
});

describe('matching to places', () => {
  it('moves an earlier candidate to make room, and never drops one', () => {
    expect(matchToPlaces([[0, 1], [0]])).toEqual([1, 0]);
    expect(matchToPlaces([[0], [0], [1]])).toEqual([0, null, 1]);
    expect(matchToPlaces([[0, 1], [0, 2], [0], [1]])).toEqual([1, 2, 0, null]);
    expect(matchToPlaces([])).toEqual([]);
  });
});
