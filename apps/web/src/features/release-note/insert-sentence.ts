import {
  type NoteSectionName,
  noteSectionNames,
  noteSections,
  noteSectionWord,
} from '@countersign/contracts';

/** Whether notes have these words as they stand. */
export const hasSentence = (markdown: string, text: string): boolean => markdown.includes(text);

/**
 * Notes with an item at the end of one of the five sections. The section is begun where they do not have it: before the
 * next of the five that they have, else at the end. What the author wrote stays as it is.
 */
export function insertSentence(markdown: string, section: NoteSectionName, text: string): string {
  const lines = markdown.replace(/\s+$/, '').split('\n');
  const place = placeOf(lines, section);
  const item = `- ${text}`;
  if (place.begins) {
    const before = lines.slice(0, place.at);
    const after = lines.slice(place.at);
    return joined(before, [`## ${noteSectionWord[section]}`, '', item], after);
  }
  const end = lastWritten(lines, place.at, place.to);
  const follows = /^\s*(?:[-*+]|\d+[.)])\s|^\s{2,}\S/.test(lines[end] ?? '') && end > place.at;
  return [...lines.slice(0, end + 1), ...(follows ? [] : ['']), item, ...lines.slice(end + 1), ''].join('\n');
}

const joined = (...parts: readonly (readonly string[])[]): string =>
  `${parts
    .map((part) => part.join('\n').replace(/^\n+|\n+$/g, ''))
    .filter((part) => part !== '')
    .join('\n\n')}\n`;

/** From the line of the section's heading to the line after its last one; where to begin it if it has none. */
function placeOf(
  lines: readonly string[],
  section: NoteSectionName,
): { at: number; to: number; begins: boolean } {
  const found = headingLines(lines);
  const own = found.findLast(({ name }) => name === section);
  if (own) {
    const next = found.find(({ at, level, name }) => at > own.at && (name !== null || level <= own.level));
    return { at: own.at, to: next?.at ?? lines.length, begins: false };
  }
  const rank = noteSectionNames.indexOf(section);
  const later = found.find(({ name }) => name !== null && noteSectionNames.indexOf(name) > rank);
  return { at: later?.at ?? lines.length, to: lines.length, begins: true };
}

function headingLines(lines: readonly string[]) {
  let fenced = false;
  let inHead = lines[0] === '---';
  return lines.flatMap((line, at) => {
    if (inHead) {
      if (at > 0 && line.trim() === '---') inHead = false;
      return [];
    }
    if (/^ {0,3}(?:```|~~~)/.test(line)) fenced = !fenced;
    const marks = fenced ? undefined : /^ {0,3}(#{1,6})[ \t]+\S/.exec(line)?.[1];
    if (!marks) return [];
    const named = noteSections(`${line}\n\nx`).find(
      ({ state, name }) => name !== null && state === 'written',
    );
    return [{ at, level: marks.length, name: named?.name ?? null }];
  });
}

function lastWritten(lines: readonly string[], from: number, to: number): number {
  let last = to - 1;
  while (last > from && (lines[last] ?? '').trim() === '') last -= 1;
  return last;
}
