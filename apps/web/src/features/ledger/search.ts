import { textIn } from '../../app/search-text.ts';

export const ledgerSearch = (search: Record<string, unknown>): { sheet?: string | undefined } => ({
  sheet: textIn(search.sheet),
});
