import { type EventGroup, eventGroups } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface SubscriptionsSearch {
  sheet?: 'follow' | 'change';
  id?: string;
  after?: string;
}
export const subscriptionsSearch = (found: Record<string, unknown>): SubscriptionsSearch => ({
  sheet: oneOf(['follow', 'change'] as const, found.sheet),
  id: textIn(found.id),
  after: textIn(found.after),
});

export interface FollowedSearch {
  model?: string;
  group?: EventGroup;
  after?: string;
}
export const followedSearch = (found: Record<string, unknown>): FollowedSearch => ({
  model: textIn(found.model),
  group: oneOf(eventGroups, found.group),
  after: textIn(found.after),
});
