import type { LedgerEvent } from '@countersign/contracts';
import { decimal, type EntryFacts, named, part, type Sentence, word } from './facts.ts';

const heldWhat = (facts: EntryFacts): string =>
  word(facts, 'kind') === 'model'
    ? (named(facts, 'model') ?? 'a model')
    : word(facts, 'kind') === 'period'
      ? `${word(facts, 'from')?.slice(0, 10)} to ${word(facts, 'to')?.slice(0, 10)}`
      : 'a subject';

const missing = (facts: EntryFacts): string => part(', but ', word(facts, 'missing'), ' were gone');

/** Of entries about predictions and what becomes of them. */
export const predictionSentences = {
  'predictions.recorded': (f) =>
    `${decimal(word(f, 'count'), 'prediction', 'predictions')} of ${f.subject} recorded`,
  'predictions.sealed': (f) =>
    `${decimal(word(f, 'count'), 'prediction was', 'predictions were')} sealed${missing(f)}`,
  'replays.sealed': (f) => `${decimal(word(f, 'count'), 'replay was', 'replays were')} sealed${missing(f)}`,
  'outcomes.recorded': (f) => `${decimal(word(f, 'count'), 'outcome', 'outcomes')} of ${f.subject} recorded`,
  'prediction.replayed': (f) => `${f.actor} replayed a prediction${part(': ', word(f, 'verdict'))}`,
  'rescoring.requested': (f) =>
    `${f.actor} asked for ${decimal(word(f, 'predictions'), 'prediction', 'predictions')} to be re-scored${part(' on ', named(f, 'fixed'))}`,
  'rescoring.finished': (f) =>
    `${decimal(word(f, 'rescored'), 'prediction was', 'predictions were')} re-scored${part(' on ', named(f, 'fixed'))}${part(' for ', named(f, 'by'))}: ${word(f, 'flipped')} flipped`,
  'rescoring.cancelled': (f) =>
    `${f.actor} cancelled a re-scoring after ${decimal(word(f, 'predictions'), 'prediction', 'predictions')}`,
  'subject.looked-up': (f) =>
    f.data.report
      ? `${f.actor} looked up a ${f.data.by === 'business' ? 'business case' : 'subject'} for a report`
      : `${f.actor} looked up a subject: ${decimal(word(f, 'found'), 'prediction', 'predictions')} found${f.data.more === true ? ', and more' : ''}`,
  'subject.erased': (f) =>
    `${f.actor} erased what was recorded about a subject: ${decimal(word(f, 'predictions'), 'prediction', 'predictions')}`,
  'legal-hold.placed': (f) => `${f.actor} placed a legal hold on ${heldWhat(f)}`,
  'legal-hold.lifted': (f) => `${f.actor} lifted the legal hold on ${heldWhat(f)}`,
  'retention.class-defined': (f) => `${f.actor} defined the retention class ${word(f, 'name')}`,
  'retention.class-turned-on': (f) =>
    `${f.actor} turned the retention class ${word(f, 'name')} on, by signature`,
  'retention.class-ended': (f) => `${f.actor} ended the retention class ${word(f, 'name')}`,
  'retention.swept': (f) =>
    `contents of ${decimal(word(f, 'predictions'), 'prediction', 'predictions')}${part(' of ', named(f, 'model'))} were removed by the retention class ${word(f, 'name')}`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
