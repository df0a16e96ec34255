import { instantIn, oneOf, textIn } from '../../app/search-text.ts';

export interface AsOfSearch {
  /** The moment, RFC 3339; left out: when the page was opened. */
  at?: string;
  model?: string;
  show?: 'roles';
  after?: string;
}
export const asOfSearch = (found: Record<string, unknown>): AsOfSearch => ({
  at: instantIn(found.at),
  model: textIn(found.model),
  show: oneOf(['roles'] as const, found.show),
  after: textIn(found.after),
});
