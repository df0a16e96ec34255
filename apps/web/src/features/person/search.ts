import { oneOf, textIn } from '../../app/search-text.ts';

export interface PeopleSearch {
  after?: string;
  sheet?: 'add' | 'roles';
  person?: string;
}
export const peopleSearch = (found: Record<string, unknown>): PeopleSearch => ({
  after: textIn(found.after),
  sheet: oneOf(['add', 'roles'] as const, found.sheet),
  person: textIn(found.person),
});
