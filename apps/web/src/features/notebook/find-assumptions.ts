import { longestText, type NotebookDocument } from './notebook-document.ts';

export interface Assumptions {
  /** From 1: where the section begins. */
  readonly cell: number;
  /** Markdown of the section without its heading. */
  readonly source: string;
}

const isAbout = /\bassum(?:ption|ptions|es?|ed)\b/i;
const heading = /^ {0,3}(#{1,6})[ \t]+(.{1,400})$/;

/**
 * The first section whose heading speaks of assumptions: all Markdown until the next heading of its level or above, cells of
 * code left out. Null where there is none.
 */
export function findAssumptions({ cells, outline }: NotebookDocument): Assumptions | null {
  const found = outline.find(({ text }) => isAbout.test(text));
  if (!found) return null;
  const lines: string[] = [];
  let state: 'before' | 'in' | 'after' = 'before';
  for (const cell of cells.slice(found.cell)) {
    if (state === 'after') break;
    if (cell.kind !== 'markdown') continue;
    let fenced = false;
    for (const line of cell.source.split('\n')) {
      if (/^\s{0,3}(```|~~~)/.test(line)) fenced = !fenced;
      const [, marks, words] = fenced ? [] : (heading.exec(line) ?? []);
      if (state === 'before') {
        if (marks?.length === found.level && isAbout.test(words ?? '')) state = 'in';
        continue;
      }
      if (marks && marks.length <= found.level) {
        state = 'after';
        break;
      }
      lines.push(line);
    }
    if (state === 'in') lines.push('');
  }
  return { cell: found.cell + 1, source: lines.join('\n').slice(0, longestText).trim() };
}
