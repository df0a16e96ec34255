import { dayIn, oneOf, textIn } from '../../app/search-text.ts';

/** A notebook of two versions, and whether cells that stay are shown too. */
export interface NotebookPairSearch {
  path?: string;
  /** Its path in the earlier version, where it was another one. */
  before?: string;
  show?: 'all';
}
export const notebookPairSearch = (found: Record<string, unknown>): NotebookPairSearch => ({
  path: textIn(found.path),
  before: textIn(found.before),
  show: oneOf(['all'] as const, found.show),
});

/** The window in which recorded predictions are compared, in days of the person's zone. */
export interface ComparisonSearch {
  from?: string;
  to?: string;
  /** Golden rows: all of them, and after which. */
  rows?: 'all';
  after?: string;
}
export const comparisonSearch = (found: Record<string, unknown>): ComparisonSearch => ({
  from: dayIn(found.from),
  to: dayIn(found.to),
  rows: oneOf(['all'] as const, found.rows),
  after: textIn(found.after),
});
