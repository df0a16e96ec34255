import type { LedgerEvent } from '@countersign/contracts';
import { type EntryFacts, named, part, type Sentence } from './facts.ts';

const model = (facts: EntryFacts): string => named(facts, 'model') ?? 'a model';

/** Of entries about consumers and what they use. */
export const consumerSentences = {
  'consumer.registered': (f) => `${f.actor} registered the consumer ${f.subject}`,
  'consumer.handed-over': (f) => `${f.actor} let another account answer for the consumer ${f.subject}`,
  'consumer.changed': (f) => `${f.actor} changed what is known of the consumer ${f.subject}`,
  'consumer.retired': (f) => `${f.actor} retired the consumer ${f.subject}`,
  'consumer.use-declared': (f) =>
    `${f.actor} declared that ${f.subject} uses ${model(f)}${part(' in ', named(f, 'environment'))}`,
  'consumer.use-ended': (f) => `${f.actor} ended a declared use of ${model(f)} by ${f.subject}`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
