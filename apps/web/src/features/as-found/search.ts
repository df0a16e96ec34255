import { textIn } from '../../app/search-text.ts';

export interface ImportSearch {
  batch?: string;
  after?: string;
}
export const importSearch = (found: Record<string, unknown>): ImportSearch => ({
  batch: textIn(found.batch),
  after: textIn(found.after),
});
