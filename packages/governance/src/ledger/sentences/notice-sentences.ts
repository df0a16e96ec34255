import type { LedgerEvent } from '@countersign/contracts';
import { decimal, type EntryFacts, named, part, type Sentence, word } from './facts.ts';

const notices = (facts: EntryFacts): string => decimal(word(facts, 'count'), 'notice', 'notices');
const noticeEnds: Readonly<Record<string, string>> = {
  lifted: 'the mark was lifted',
  replaced: 'a worse mark took its place',
  closed: 'the recall was closed',
  'pin-over': 'the version before is kept no longer',
  'pin-void': 'the version before may not answer any more',
};
const noticeTroubles: Readonly<Record<string, string>> = {
  nobody: 'there is nobody to tell',
  undeliverable: 'no address takes mail',
  silent: 'nobody answered',
  overdue: 'the time is over',
};
const noticeAnswers: Readonly<Record<string, string>> = {
  acknowledged: 'acknowledged',
  migrated: 'said to have moved on from the version of',
  'time-asked': 'asked for time on',
  objected: 'objected to the switch of',
  pinned: 'kept the version before on',
};

const switchEnds: Readonly<Record<string, string>> = {
  switched: 'was carried out',
  withdrawn: 'was withdrawn',
  overtaken: 'was overtaken by another champion',
  deprecated: 'ended because the version was deprecated',
};

/** What entries about notices, and about switches of which they tell, say. */
export const noticeSentences = {
  'switch.announced': (f) =>
    `${f.actor} announced the switch${part(' from ', named(f, 'from'))} to ${f.subject}${part(' in ', named(f, 'environment'))}${part(', from ', word(f, 'notBefore')?.slice(0, 10) ?? null)} on, to ${decimal(word(f, 'consumers'), 'consumer', 'consumers')}`,
  'switch.ended': (f) =>
    `the announced switch to ${f.subject}${part(' in ', named(f, 'environment'))} ${switchEnds[word(f, 'why') ?? ''] ?? 'ended'}${Number(f.data.objections) > 0 ? `, with ${decimal(word(f, 'objections'), 'objection', 'objections')}` : ''}${Number(f.data.pins) > 0 ? `, ${decimal(word(f, 'pins'), 'consumer keeps', 'consumers keep')} the version before` : ''}`,
  'notices.raised': (f) =>
    `${notices(f)} ${f.data.count === 1 ? 'was' : 'were'} raised about ${f.subject}${Number(f.data.nobody) > 0 ? `, ${word(f, 'nobody')} of them with nobody to tell` : ''}`,
  'notices.ended': (f) =>
    `${notices(f)} about ${f.subject} ended${part(' because ', noticeEnds[word(f, 'why') ?? ''] ?? null)}`,
  'notices.reminded': (f) =>
    word(f, 'notice')
      ? `${f.actor} reminded a consumer of a notice about ${f.subject}`
      : `consumers were reminded of ${notices(f)} about ${f.subject}`,
  'notices.escalated': (f) =>
    `${notices(f)} about ${f.subject} ${f.data.count === 1 ? 'was' : 'were'} escalated${part(': ', noticeTroubles[word(f, 'why') ?? ''] ?? null)}`,
  'notices.proven': (f) => `traffic proved for ${notices(f)} that ${f.subject} is called no more`,
  'notices.reopened': (f) =>
    `${notices(f)} about ${f.subject} ${f.data.count === 1 ? 'was' : 'were'} reopened because it was called again`,
  'notice.answered': (f) =>
    `${f.data.basis === 'claimed-by-mailbox' ? 'whoever reads a consumer’s mailbox' : f.actor} ${noticeAnswers[word(f, 'answer') ?? ''] ?? 'answered'} a notice about ${f.subject}${part(', until ', word(f, 'until')?.slice(0, 10) ?? null)}`,
  'notice.risk-accepted': (f) =>
    `${f.actor} accepted the risk of ${f.subject} for a consumer, by signature${part(' as ', word(f, 'role'))}${part(', until ', word(f, 'until')?.slice(0, 10) ?? null)}`,
} as const satisfies Partial<Record<LedgerEvent, Sentence>>;
