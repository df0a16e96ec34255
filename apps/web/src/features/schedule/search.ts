import { oneOf, textIn } from '../../app/search-text.ts';
import { type ReportsSearch, reportsSearch } from '../report/index.ts';

/** What a new one is to be about is in the address, as the report builder put it there. */
export interface SchedulesSearch extends ReportsSearch {
  sheet?: 'make';
  /** The one that is to be deleted. */
  remove?: string;
}

export const schedulesSearch = (found: Record<string, unknown>): SchedulesSearch => ({
  ...reportsSearch(found),
  sheet: oneOf(['make'] as const, found.sheet),
  remove: textIn(found.remove),
});
