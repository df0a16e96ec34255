import { oneOf, textIn } from '../../app/search-text.ts';

const filters = ['required', 'not-opened', 'claimed', 'failed'] as const;

export interface ReviewSearch {
  request?: string;
  /** The sitting in which it is read. */
  sitting?: string;
  show?: (typeof filters)[number];
  evidence?: string;
  cases?: 'failed';
  notebook?: string;
}
export const reviewSearch = (found: Record<string, unknown>): ReviewSearch => ({
  request: textIn(found.request),
  sitting: textIn(found.sitting),
  show: oneOf(filters, found.show),
  evidence: textIn(found.evidence),
  cases: oneOf(['failed'] as const, found.cases),
  notebook: textIn(found.notebook),
});
