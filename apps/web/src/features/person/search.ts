import { type AccountState, accountStates } from '@countersign/contracts';
import { type Role, roles } from '@countersign/lifecycle';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface PeopleSearch {
  after?: string;
  search?: string;
  role?: Role;
  state?: AccountState;
  sheet?: 'invite';
}
export const peopleSearch = (found: Record<string, unknown>): PeopleSearch => ({
  after: textIn(found.after),
  search: textIn(found.search),
  role: oneOf(roles, found.role),
  state: oneOf(accountStates, found.state),
  sheet: oneOf(['invite'] as const, found.sheet),
});

export interface PersonSearch {
  after?: string;
  sheet?: 'grant' | 'reset' | 'close' | 'reopen' | 'rename';
}
export const personSearch = (found: Record<string, unknown>): PersonSearch => ({
  after: textIn(found.after),
  sheet: oneOf(['grant', 'reset', 'close', 'reopen', 'rename'] as const, found.sheet),
});
