import { textIn } from '../../app/search-text.ts';

/** Days, both whole. */
export interface CompletenessSearch {
  from?: string;
  to?: string;
}
export const completenessSearch = (found: Record<string, unknown>): CompletenessSearch => ({
  from: textIn(found.from),
  to: textIn(found.to),
});
