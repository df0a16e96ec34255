/** Stands for a character that is left out, so that places in a text stay what they are. */
const nothing = '\u0003';
export const dropped = new RegExp(nothing, 'g');
const blank = (text: string): string => nothing.repeat(text.length);

/** Longest text that is looked through; marks that have no end would else be looked for over and over. */
const longestRead = 50_000;
/** Longest text between two marks. */
const span = 300;

/** Marks of whole lines: fences, headings, quotes, points of lists, rules, and the bars of tables. */
const lineMarks: readonly RegExp[] = [
  /^[ \t]{0,3}(?:```|~~~)[^\n]*$/gm,
  /^[ \t]{0,3}(?:[-*_][ \t]*){3,}$/gm,
  /^[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*$/gm,
  /^[ \t]{0,3}#{1,6}(?=[ \t])|[ \t]#{1,6}[ \t]*$/gm,
  /^[ \t]{0,3}(?:>[ \t]?)+/gm,
  /^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)/gm,
];

/** Pairs of marks, and what of a match they are: the text between them stays. */
const pairs: readonly RegExp[] = [
  new RegExp(
    `(!?\\[)([^\\[\\]\\n]{0,${span}})(\\]\\([^()\\s]{0,${span}}(?:[ \\t]+"[^"\\n]{0,${span}}")?\\))`,
    'g',
  ),
  new RegExp(`(\`{1,3})([^\`\\n]{1,${span}})(\\1)`, 'g'),
  new RegExp(`(\\*\\*|__|~~)(?=\\S)([^\\n]{0,${span}}?\\S)(\\1)`, 'g'),
  new RegExp(`(?<![\\w*])(\\*)(?=[^\\s*])([^*\\n]{0,${span}}?[^\\s*]|[^\\s*])(\\*)(?![\\w*])`, 'g'),
  new RegExp(`(?<!\\w)(_)(?=[^\\s_])([^_\\n]{0,${span}}?[^\\s_]|[^\\s_])(_)(?!\\w)`, 'g'),
];

/** Markdown without its marks, each character at its place. */
export function plainMarkdown(text: string): string {
  let plain = text.slice(0, longestRead);
  for (const marks of lineMarks) plain = plain.replaceAll(marks, blank);
  for (const pair of pairs)
    plain = plain.replaceAll(
      pair,
      (_, before: string, between: string, after: string) => `${blank(before)}${between}${blank(after)}`,
    );
  plain = plain.replaceAll(/^[ \t]*\|[^\n]*$/gm, (row) => row.replaceAll('|', ' '));
  return `${plain}${text.slice(longestRead)}`;
}

/** A bracket that begins an object or a list as JSON writes them. */
const begins = /\{\s*"|\[\s*(?:["[{]|-?\d)|\{\s*\}|\[\s*\]/g;

/** A text without the brackets and quotes of the JSON that is in it, each character at its place. */
export function plainJson(text: string): string {
  const characters = [...text.slice(0, longestRead).matchAll(begins)].length === 0 ? null : text.split('');
  if (characters === null) return text;
  let until = 0;
  for (const { index } of text.slice(0, longestRead).matchAll(begins))
    if (index >= until) until = clearFrom(characters, index);
  return characters.join('');
}

/** Clears the JSON that begins here, and gives its end; what is cut off ends with the text. */
function clearFrom(characters: string[], start: number): number {
  let level = 0;
  let isText = false;
  let at = start;
  for (; at < Math.min(characters.length, longestRead); at++) {
    const character = characters[at]!;
    if (isText && character === '\\') {
      characters[at] = nothing;
      at++;
      continue;
    }
    if (character === '"') {
      isText = !isText;
      characters[at] = nothing;
      continue;
    }
    if (isText) continue;
    if (character === '{' || character === '[') level++;
    else if (character === '}' || character === ']') level--;
    else continue;
    characters[at] = nothing;
    if (level === 0) return at + 1;
  }
  return at;
}
