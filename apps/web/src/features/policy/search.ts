import { textIn } from '../../app/search-text.ts';

export interface PoliciesSearch {
  model?: string;
}
export const policiesSearch = (found: Record<string, unknown>): PoliciesSearch => ({
  model: textIn(found.model),
});
