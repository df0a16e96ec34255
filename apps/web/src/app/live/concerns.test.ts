import { describe, expect, it } from 'vitest';
import { concerns, isLive } from './concerns.ts';

const signed = { number: 9, noun: 'version', id: 'v', model: 'credit-risk', version: '1.1.0' } as const;

describe('an entry about a version', () => {
  it.each([
    [['me']],
    [['home']],
    [['inbox', {}]],
    [['version', 'read', { model: 'credit-risk', version: '1.1.0' }]],
    [['sign-off', 'subject', 'a-request']],
    [['discussion', 'threads', { model: 'credit-risk', version: '1.1.0' }]],
    [['model', 'read', 'credit-risk']],
    [['model', 'list', { search: 'x' }]],
    [['deployment', 'board', 'credit-risk']],
    [['entry', 'list', {}]],
  ])('has %j read anew', (key) => {
    expect(concerns(key, signed)).toBe(true);
  });

  it.each([
    [['version', 'read', { model: 'other', version: '1.1.0' }]],
    [['model', 'read', 'other']],
    [['deployment', 'board', 'other']],
    [['entry', 'list', { model: 'other' }]],
    [['entry', 'read', { number: 3 }]],
    [['person', 'list', {}]],
    [['file', 'a-digest']],
    [['notebook', 'a-digest']],
  ])('leaves %j alone', (key) => {
    expect(concerns(key, signed)).toBe(false);
  });
});

it('what never changes is never asked again', () => {
  expect(
    [
      ['file', 'd'],
      ['leaf', 'd'],
      ['find', 'q'],
      ['link', 's'],
    ].map(isLive),
  ).toEqual([false, false, false, false]);
});
