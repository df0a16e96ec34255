import type { InboxFilter } from '@countersign/contracts';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface InboxSearch {
  after?: string;
  gate?: InboxFilter['gate'];
  model?: string;
  due?: InboxFilter['dueBy'];
}

export const inboxSearch = (found: Record<string, unknown>): InboxSearch => ({
  after: textIn(found.after),
  gate: oneOf(['review', 'approval', 'goLive'] as const, found.gate),
  model: textIn(found.model),
  due: oneOf(['now', 'week'] as const, found.due),
});
