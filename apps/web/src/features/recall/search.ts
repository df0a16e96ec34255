import { oneOf, textIn } from '../../app/search-text.ts';

export interface RecallsSearch {
  show?: 'all';
  after?: string;
}
export interface RecallSearch {
  /** Where the notices begin. */
  after?: string;
}
export const recallSearch = (found: Record<string, unknown>): RecallSearch => ({
  after: textIn(found.after),
});

export const recallsSearch = (found: Record<string, unknown>): RecallsSearch => ({
  show: oneOf(['all'] as const, found.show),
  after: textIn(found.after),
});
