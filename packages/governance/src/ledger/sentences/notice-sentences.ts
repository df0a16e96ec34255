import type { LedgerEvent } from '@countersign/contracts';
import { decimal, type EntryFacts, part, type Sentence, word } from './facts.ts';

const notices = (facts: EntryFacts): string => decimal(word(facts, 'count'), 'notice', 'notices');
const noticeEnds: Readonly<Record<string, string>> = {
  lifted: 'the mark was lifted',
  replaced: 'a worse mark took its place',
  closed: 'the recall was closed',
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
};

/** What entries about notices say. */
export const noticeSentences = {
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
