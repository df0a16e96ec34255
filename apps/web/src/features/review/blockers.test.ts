import { describe, expect, it } from 'vitest';
import { reasonsOf, session, underReview } from '../../../test/version-state.ts';
import { signingBlockers } from './blockers.ts';

type Subject = Parameters<typeof signingBlockers>[0];
type Draft = Parameters<typeof signingBlockers>[1];

const opened = '2026-11-21T10:00:00.000Z';
const evidence = (name: string, openedAt: string | null) => ({
  id: name,
  kind: name,
  name,
  result: 'pass',
  required: true,
  openedAt,
});

const subjectFor = (personId: string, over: Partial<Subject> = {}): Subject => {
  const state = underReview();
  const actor = session(personId, 'reviewer');
  const against = (decision: 'endorse' | 'request-changes' | 'reject') =>
    reasonsOf(state, { type: 'sign', requestId: 'request-1', decision }, actor);
  return {
    reasons: {
      endorse: against('endorse'),
      'request-changes': against('request-changes'),
      reject: against('reject'),
    },
    evidence: [evidence('golden-set-parity', opened), evidence('robustness-run', opened)],
    checklist: ['Is the split recorded?'],
    ...over,
  };
};

const answered: Draft = {
  decision: 'endorse',
  comment: 'Read.',
  answers: { 'Is the split recorded?': { answer: 'yes', note: '' } },
};

describe('what stands between a person and the signature', () => {
  it('is nothing once everything is read, answered and written', () => {
    expect(signingBlockers(subjectFor('rita'), answered, [])).toEqual([]);
  });

  it('lists what is owed here, each thing by itself', () => {
    const subject = subjectFor('rita', {
      evidence: [evidence('golden-set-parity', null), evidence('robustness-run', null)],
    });
    expect(
      signingBlockers(subject, { decision: 'endorse', comment: ' ', answers: {} }, ['enter your password']),
    ).toEqual([
      'Open 2 required pieces of evidence',
      'Answer checklist item 1',
      'Write a comment, enter your password',
    ]);
  });

  it('asks neither reading nor answers of somebody who wants changes', () => {
    const subject = subjectFor('rita', { evidence: [evidence('golden-set-parity', null)] });
    const draft: Draft = { decision: 'request-changes', comment: 'The split is missing.', answers: {} };
    expect(signingBlockers(subject, draft, [])).toEqual([]);
  });

  it('says the machine’s reasons alone where the machine refuses', () => {
    const sentences = signingBlockers(subjectFor('ada'), { ...answered, comment: '' }, [
      'enter your password',
    ]);
    expect(sentences).toEqual(['You made a part of this version; nobody signs what they made.']);
  });
});
