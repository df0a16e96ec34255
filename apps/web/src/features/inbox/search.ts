import { textIn } from '../../app/search-text.ts';

export const inboxSearch = (found: Record<string, unknown>): { after?: string } => ({
  after: textIn(found.after),
});
