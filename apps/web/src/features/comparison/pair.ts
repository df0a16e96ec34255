const between = '...';

/** The two labels of an address; one alone is held against itself. */
export function pairIn(text: string): { before: string; after: string } {
  const at = text.indexOf(between);
  return at < 0
    ? { before: text, after: text }
    : { before: text.slice(0, at), after: text.slice(at + between.length) };
}
