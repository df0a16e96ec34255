import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type TierAnswers, type TierQuestion, tierOf, tierQuestions, tiers } from '../src/index.ts';

const questions = Object.keys(tierQuestions) as TierQuestion[];
const optionsOf = (question: TierQuestion) => Object.keys(tierQuestions[question]);
const anyAnswers = fc.record(
  Object.fromEntries(questions.map((question) => [question, fc.constantFrom(...optionsOf(question))])),
) as unknown as fc.Arbitrary<TierAnswers>;
const rank = (answers: TierAnswers) => tiers.indexOf(tierOf(answers).tier);

const mildest: TierAnswers = {
  exposure: 'team',
  purpose: 'information',
  autonomy: 'advises',
  affected: 'nobody',
};

describe('the tier of a model', () => {
  it('is low where a team reads it, no person is affected and somebody else decides', () => {
    expect(tierOf(mildest)).toEqual({ tier: 'low', points: 0, raisedBy: [] });
  });

  it('is moderate for operations that people confirm and others feel indirectly', () => {
    const dispatch = {
      exposure: 'organisation',
      purpose: 'operations',
      autonomy: 'confirmed',
      affected: 'indirectly',
    } as const;
    expect(tierOf(dispatch)).toEqual({ tier: 'moderate', points: 4, raisedBy: [] });
  });

  it('is high where it decides on a credit alone', () => {
    const credit = {
      exposure: 'outside',
      purpose: 'decisions',
      autonomy: 'alone',
      affected: 'fundamentally',
    } as const;
    expect(tierOf(credit)).toMatchObject({ tier: 'high', points: 9 });
  });

  it('is high for whoever is affected fundamentally, whatever the other answers say', () => {
    expect(tierOf({ ...mildest, affected: 'fundamentally' })).toEqual({
      tier: 'high',
      points: 3,
      raisedBy: ['affected'],
    });
  });

  it('is at least moderate where a law or a supervisor asks for the answer', () => {
    expect(tierOf({ ...mildest, purpose: 'obligations' }).tier).toBe('moderate');
    expect(tierOf({ ...mildest, affected: 'individually' })).toMatchObject({
      tier: 'moderate',
      raisedBy: ['affected'],
    });
  });

  it('never falls when one answer gets graver', () => {
    fc.assert(
      fc.property(anyAnswers, fc.constantFrom(...questions), (answers, question) => {
        const options = optionsOf(question);
        const graver = options[options.indexOf(answers[question]) + 1];
        if (graver === undefined) return;
        expect(rank({ ...answers, [question]: graver } as TierAnswers)).toBeGreaterThanOrEqual(rank(answers));
      }),
    );
  });
});
