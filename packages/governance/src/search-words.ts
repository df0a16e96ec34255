const mostWords = 10;
const longest = 200;

/** Patterns for LIKE, one for each word that somebody typed, in which a wildcard is a letter like another. */
export const likePatterns = (typed: string): string[] =>
  searchWords(typed).map((word) => `%${escapeLike(word)}%`);

/** The words of a search field; PostgreSQL takes no NUL. */
export const searchWords = (typed: string): string[] =>
  typed
    .slice(0, longest)
    .split(/[\s\0]+/)
    .filter((word) => word !== '')
    .slice(0, mostWords);

export const escapeLike = (word: string): string => word.replaceAll(/[\\%_]/g, '\\$&');
