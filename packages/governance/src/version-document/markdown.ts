/** Text of others within our Markdown: one line, none of its characters a mark. */
export const inline = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/[\\`*_[\]<>#|~]/g, (mark) => `\\${mark}`)
    .trim();

/** Text of several lines, as a quotation. */
export const quoted = (text: string): string =>
  text
    .trim()
    .split(/\r?\n/)
    .map((line) => `> ${inline(line)}`)
    .join('\n');

/** A table; nothing where there are no rows. */
export function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n');
}
