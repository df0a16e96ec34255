import { describe, expect, it } from 'vitest';
import { draftProblem, draftValue, fieldDraft, isSameValue } from './field-draft.ts';

const choices = ['a', 'b'].map((key) => ({ key, label: key.toUpperCase(), archived: key === 'b' }));
const field = (type: Parameters<typeof draftValue>[0]['type']) => ({ type, choices });

describe('the draft of a field', () => {
  it('gives back what was recorded', () => {
    for (const [type, value] of [
      ['text', 'words'],
      ['number', 0],
      ['date', '2027-01-31'],
      ['yes-no', false],
      ['choice', 'a'],
      ['choices', ['a']],
    ] as const) {
      const recorded = typeof value === 'object' ? [...value] : value;
      expect(draftValue(field(type), fieldDraft(field(type), recorded))).toEqual(value);
    }
  });

  it('is nothing where it is empty, never a nought or a no', () => {
    for (const type of ['text', 'number', 'date', 'yes-no', 'choice'] as const)
      expect(draftValue(field(type), ' ')).toBeNull();
    expect(draftValue(field('choices'), [])).toBeNull();
  });

  it('says what is wrong before it is sent', () => {
    expect(draftProblem(field('number'), '12,5', null)).toBeNull();
    expect(draftProblem(field('number'), 'twelve', null)).toBe('It takes a number.');
    expect(draftProblem(field('choice'), 'b', null)).toBe('It does not take B any more.');
    expect(draftProblem(field('choice'), 'b', 'b')).toBeNull();
  });

  it('takes a list in another order for the same', () => {
    expect(isSameValue(['b', 'a'], ['a', 'b'])).toBe(true);
    expect(isSameValue(['a'], null)).toBe(false);
  });
});
