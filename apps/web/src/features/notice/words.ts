import type { NoticeRow, NoticeState, NoticeStep } from '@countersign/contracts';

export type Tone = 'ok' | 'no' | 'owed' | 'none';

/** How far a consumer has come, as people say it. */
export const noticeState: Readonly<Record<NoticeState, { tone: Tone; word: string }>> = {
  nobody: { tone: 'no', word: 'Nobody to tell' },
  sent: { tone: 'owed', word: 'Sent' },
  delivered: { tone: 'owed', word: 'Delivered' },
  undeliverable: { tone: 'no', word: 'Undeliverable' },
  acknowledged: { tone: 'owed', word: 'Acknowledged' },
  'time-asked': { tone: 'owed', word: 'Needs time' },
  reopened: { tone: 'no', word: 'Called again' },
  'risk-accepted': { tone: 'ok', word: 'Risk accepted' },
  migrated: { tone: 'owed', word: 'Migrated, claimed' },
  proven: { tone: 'ok', word: 'Proven' },
  objected: { tone: 'no', word: 'Objects' },
  pinned: { tone: 'owed', word: 'Keeps the version before' },
};

export const stepWord: Readonly<Record<NoticeStep['kind'], string>> = {
  raised: 'Raised',
  sent: 'Sent',
  delivered: 'Delivered: a mail server or a webhook’s receiver took it',
  undeliverable: 'Undeliverable: no address takes it',
  acknowledged: 'Acknowledged',
  migrated: 'Said to have moved',
  'time-asked': 'Asked for time',
  'risk-accepted': 'Accepted the risk, by signature',
  proven: 'Proven: none of the versions was called for a whole cadence',
  reopened: 'Reopened: called again after it had moved, or the time of the accepted risk is over',
  reminded: 'Reminded',
  rescored: 'Told what its predictions would have been',
  escalated: 'Escalated to owner and operators',
  ended: 'Ended',
  objected: 'Objected',
  pinned: 'Kept the version before',
};

export const basisWord: Readonly<Record<NoticeStep['basis'], string>> = {
  checked: 'checked',
  claimed: 'claimed',
  'claimed-by-mailbox': 'claimed by mailbox',
};

export const whyWord: Readonly<Record<string, string>> = {
  nobody: 'nobody to tell',
  undeliverable: 'no address takes mail',
  silent: 'no answer',
  overdue: 'its time is over',
  lifted: 'the mark was lifted',
  replaced: 'a worse mark took its place',
  closed: 'the recall was closed',
  switched: 'the switch has happened',
  withdrawn: 'the announcement was withdrawn',
  overtaken: 'another version came first',
  deprecated: 'the version was deprecated',
  'pin-over': 'the version before is kept no longer',
  'pin-void': 'the version before may not answer any more',
};

/** How a consumer reads what it is told, in one line. */
export const headOf = ({ kind, standing, model, label }: NoticeRow): string =>
  kind === 'deprecation'
    ? `${model.key} ${label} is deprecated`
    : kind === 'switch'
      ? `${model.key} changes to ${label}`
      : standing === 'blocked'
        ? `Do not use ${model.key} ${label}`
        : `Advisory on ${model.key} ${label}`;

/** Nothing more is asked. */
export const isOver = ({ ended, state }: NoticeRow): boolean => ended !== null || state === 'proven';
