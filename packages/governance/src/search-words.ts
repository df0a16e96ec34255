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

/** Words as PostgreSQL's full-text search takes them. */
export interface TextQuery {
  /** In its web syntax: all but the last word, where that may still be written. */
  readonly words: string;
  /** The last word, and a `tsquery` of what begins like it; null where the last word is said in full. */
  readonly last: { readonly word: string; readonly beginning: string } | null;
}

const shortestStem = 4;
/** What a stem is without, as far as it may be typed. */
const endings = [
  'ables',
  'ally',
  'ations',
  'edly',
  'ements',
  'ers',
  'ications',
  'ies',
  'ings',
  'ional',
  'ions',
  'ities',
  'ively',
  'izations',
  'ness',
];

/**
 * What somebody typed, with every mark but quotation marks and a minus before a word as a space, as the documents have it. A stem
 * is shorter than its word, so a word that is not written to its end is also looked for by what may be its stem.
 */
export function textQuery(typed: string): TextQuery {
  const words = searchWords(
    typed
      .replaceAll(/(?<=\S)-|-(?![\p{L}\p{N}"])|[!#$%&'()*+,/:;<=>?@[\\\]^_`{|}~]/gu, ' ')
      .replaceAll(/(?<!\d)\.|\.(?!\d)/g, ' '),
  );
  const last = words.at(-1) ?? '';
  const whole = words.join(' ');
  const isOpen =
    /^[\p{L}\p{N}.]+$/u.test(last) &&
    !/\s$/.test(typed) &&
    !whole.includes('"') &&
    last.toLowerCase() !== 'or' &&
    words.at(-2)?.toLowerCase() !== 'or';
  if (!isOpen) return { words: whole, last: null };
  const word = last.toLowerCase();
  const stems = /^[a-z]+$/.test(word)
    ? Array.from({ length: Math.max(0, word.length - shortestStem) }, (_, index) =>
        word.slice(0, shortestStem + index),
      ).filter((stem) => endings.some((ending) => ending.startsWith(word.slice(stem.length))))
    : [];
  return {
    words: words.slice(0, -1).join(' '),
    last: { word, beginning: [`'${word}':*`, ...stems.map((stem) => `'${stem}'`)].join(' | ') },
  };
}
