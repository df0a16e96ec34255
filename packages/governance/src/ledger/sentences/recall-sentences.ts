import type { LedgerEvent } from '@countersign/contracts';
import { decimal, named, part, type Sentence, word } from './facts.ts';

/** Of entries about what follows a mark. */
export const recallSentences = {
  'recall.completed': (f) =>
    `${f.actor} told more of the recall of ${f.subject}${part(', to move to ', named(f, 'replacement'))}${part(', until ', word(f, 'deadline')?.slice(0, 10) ?? null)}${f.data.scope === 'this-and-before' ? ', with all versions before' : ''}`,
  'recall.place-proven': (f) =>
    `${f.subject} has stopped${part(' in ', named(f, 'place')) || ' outside'}, as ${word(f, 'basis') === 'heartbeat' ? 'a heartbeat' : 'a probe'} proved`,
  'recall.closed': (f) =>
    `${f.actor} closed the recall of ${f.subject}${Array.isArray(f.data.unmet) && f.data.unmet.length > 0 ? `, although ${decimal(String(f.data.unmet.length), 'condition does', 'conditions do')} not hold` : ''}`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
