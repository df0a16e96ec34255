import { oneOf, textIn } from '../../app/search-text.ts';

export interface RecallsSearch {
  show?: 'all';
  after?: string;
}
export const recallsSearch = (found: Record<string, unknown>): RecallsSearch => ({
  show: oneOf(['all'] as const, found.show),
  after: textIn(found.after),
});
