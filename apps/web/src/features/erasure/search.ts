import { oneOf, textIn } from '../../app/search-text.ts';

const sheets = ['subject', 'model', 'period'] as const;

/** `show=all`: lifted holds too. `place`: the sheet that is open. */
export interface RetentionSearch {
  show?: 'all';
  place?: (typeof sheets)[number];
  after?: string;
}
export const retentionSearch = (found: Record<string, unknown>): RetentionSearch => ({
  show: oneOf(['all'], found.show),
  place: oneOf(sheets, found.place),
  after: textIn(found.after),
});
