import { oneOf, textIn } from '../../app/search-text.ts';

export interface DevelopSearch {
  sheet?: 'create-token' | 'revoke-token';
  token?: string;
  after?: string;
}
export const developSearch = (found: Record<string, unknown>): DevelopSearch => ({
  sheet: oneOf(['create-token', 'revoke-token'] as const, found.sheet),
  token: textIn(found.token),
  after: textIn(found.after),
});
