import { textIn } from '../../app/search-text.ts';

export interface PagedSearch {
  search?: string;
  after?: string;
}
export const pagedSearch = (found: Record<string, unknown>): PagedSearch => ({
  search: textIn(found.search),
  after: textIn(found.after),
});
