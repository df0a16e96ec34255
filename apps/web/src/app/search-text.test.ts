import { describe, expect, it } from 'vitest';
import { parseSearch, stringifySearch } from './search-text.ts';

describe('search parameters', () => {
  it('stay words: a version 1.0 is no number and true is no truth', () => {
    expect(parseSearch('?version=1.0&refused=true')).toEqual({ version: '1.0', refused: 'true' });
  });

  it('go there and back', () => {
    const search = { version: '2.0.0+a b', search: '“risk”' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });

  it('leave no trace of what is not chosen', () => {
    expect(stringifySearch({ after: undefined, show: '' })).toBe('');
  });
});
