import { type Role, roles } from '@countersign/lifecycle';
import { oneOf, textIn } from '../../app/search-text.ts';

export interface AccessSearch {
  after?: string;
  search?: string;
  role?: Role;
  model?: string;
  unused?: '90' | '365';
  sheet?: 'record';
}
export const accessSearch = (found: Record<string, unknown>): AccessSearch => ({
  after: textIn(found.after),
  search: textIn(found.search),
  role: oneOf(roles, found.role),
  model: textIn(found.model),
  unused: oneOf(['90', '365'] as const, found.unused),
  sheet: oneOf(['record'] as const, found.sheet),
});
