/**
 * A PostgreSQL array literal of ids, digests, numbers, times or closed words: nothing in them needs a quote, so none is
 * looked for, which is what makes pg's own arrays slow. Never for text that somebody wrote.
 */
export const plainArray = (values: readonly (string | number | null)[]): string =>
  `{${values.map((value) => (value === '' ? '""' : (value ?? 'NULL'))).join(',')}}`;
