import { textIn } from '../../app/search-text.ts';

export interface PoliciesSearch {
  model?: string;
  /** The policy of which the sheet is open. */
  change?: string;
}
export const policiesSearch = (found: Record<string, unknown>): PoliciesSearch => ({
  model: textIn(found.model),
  change: textIn(found.change),
});
