/**
 * A table as CSV (RFC 4180) that a spreadsheet opens as data: a text that it would take for a formula is kept from being
 * one by an apostrophe, which OWASP advises and spreadsheets do not show.
 */
export const csvText = (head: readonly string[], rows: readonly (readonly CsvCell[])[]): string =>
  csvLines([head, ...rows]);

/** Rows of such a table without its head, for one that is sent in pieces. */
export const csvLines = (rows: readonly (readonly CsvCell[])[]): string =>
  rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');

export type CsvCell = string | number | null;

function cell(value: CsvCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = /^[\s\0]*[=+\-@\t\r|%]/.test(value) ? `'${value}` : value;
  return /[",\r\n';]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
