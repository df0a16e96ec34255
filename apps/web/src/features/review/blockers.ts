import type { SigningSubject } from '@countersign/contracts';
import type { Draft } from './draft.ts';

const plural = (count: number, one: string, many: string) => (count === 1 ? one : many);

export const unopenedEvidence = (subject: Pick<SigningSubject, 'evidence'>) =>
  subject.evidence.filter(({ required, openedAt }) => required && openedAt === null);

/** Numbers, from 1, of the questions that have no answer yet. */
export const openQuestions = (
  subject: Pick<SigningSubject, 'checklist'>,
  draft: Pick<Draft, 'answers'>,
): number[] => subject.checklist.flatMap((question, index) => (draft.answers[question] ? [] : [index + 1]));

export const asSentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/**
 * What still stands between this person and the button: the machine's reasons, and where there are none what is owed
 * here, proof of who signs included. Evidence and checklist bind an endorsement alone; nobody has to read everything to ask for changes.
 */
export function signingBlockers(
  subject: Pick<SigningSubject, 'reasons' | 'evidence' | 'checklist'>,
  draft: Pick<Draft, 'decision' | 'comment' | 'answers'>,
  owed: readonly string[],
): string[] {
  const refused = subject.reasons[draft.decision].map(({ message }) => message);
  if (refused.length > 0) return refused;
  const sentences: string[] = [];
  if (draft.decision === 'endorse') {
    const unopened = unopenedEvidence(subject).length;
    if (unopened > 0) {
      sentences.push(`Open ${unopened} required ${plural(unopened, 'piece', 'pieces')} of evidence`);
    }
    const open = openQuestions(subject, draft);
    if (open.length > 0) {
      sentences.push(`Answer checklist ${plural(open.length, 'item', 'items')} ${open.join(', ')}`);
    }
  }
  const typed = [draft.comment.trim() === '' && 'write a comment', ...owed].filter((part) => part !== false);
  if (typed.length > 0) {
    sentences.push(asSentence(typed.join(', ')));
  }
  return sentences;
}
