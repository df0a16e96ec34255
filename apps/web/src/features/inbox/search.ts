import type { InboxChoice } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface InboxSearch {
  after?: string;
  gate?: InboxChoice['gate'];
  model?: string;
  due?: InboxChoice['dueBy'];
  whose?: InboxChoice['whose'];
  tier?: InboxChoice['tier'];
}

export const inboxSearch = (found: Record<string, unknown>): InboxSearch => ({
  after: textIn(found.after),
  gate: oneOf(['review', 'approval', 'goLive'] as const, found.gate),
  model: textIn(found.model),
  due: oneOf(['now', 'week'] as const, found.due),
  whose: oneOf(['mine', 'free', 'deputy'] as const, found.whose),
  tier: oneOf(['low', 'moderate', 'high'] as const, found.tier),
});

/** What is kept under a name: the address without its page. */
export const choiceOf = ({ gate, model, due, whose, tier }: InboxSearch): InboxChoice => ({
  gate,
  model,
  dueBy: due,
  whose,
  tier,
});

export const searchOfChoice = ({ dueBy, ...choice }: InboxChoice): InboxSearch => ({ ...choice, due: dueBy });

const parts = ['gate', 'model', 'due', 'whose', 'tier'] as const;

export const isFiltered = (search: InboxSearch): boolean => parts.some((part) => search[part] !== undefined);
export const isSameChoice = (one: InboxSearch, other: InboxSearch): boolean =>
  parts.every((part) => one[part] === other[part]);
