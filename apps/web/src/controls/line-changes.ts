import { diffLines, diffWordsWithSpace } from 'diff';

/** A piece of a line; `is` where it is what makes the line another one. */
export interface LinePart {
  readonly text: string;
  readonly is: boolean;
}
export interface Line {
  readonly mark: '+' | '−' | ' ';
  readonly parts: readonly LinePart[];
}

/** Lines that stay are kept only near a change, two on either side, as in a printed comparison. */
const context = 2;
/** Beyond these the search for the shortest difference would take too long: whole texts, and words of a line. */
const most = { changedLines: 1_000, changedWords: 200, line: 2_000 };

const whole = (text: string): LinePart[] => [{ text, is: false }];
const linesIn = (text: string): string[] => (text === '' ? [] : text.replace(/\n$/, '').split('\n'));

/** What changed between two texts, line by line; null in place of lines that stay and are left out. */
export function lineChanges(before: string, after: string): (Line | null)[] {
  const found = diffLines(before, after, { maxEditLength: most.changedLines });
  const lines = found
    ? found.flatMap(({ value, added, removed }) =>
        linesIn(value).map((text): Line => ({ mark: added ? '+' : removed ? '−' : ' ', parts: whole(text) })),
      )
    : [
        ...linesIn(before).map((text): Line => ({ mark: '−', parts: whole(text) })),
        ...linesIn(after).map((text): Line => ({ mark: '+', parts: whole(text) })),
      ];
  return nearChanges(withWords(lines));
}

/** Where as many lines went as came, each is held against its successor word by word. */
function withWords(lines: readonly Line[]): Line[] {
  const out = [...lines];
  for (let at = 0; at < out.length; ) {
    const gone = runOf(out, at, '−');
    const come = runOf(out, at + gone, '+');
    if (gone > 0 && gone === come) {
      for (let nth = 0; nth < gone; nth += 1) {
        const pair = byWords(textOf(out[at + nth]!), textOf(out[at + gone + nth]!));
        if (pair) [out[at + nth], out[at + gone + nth]] = pair;
      }
    }
    at += Math.max(1, gone + come);
  }
  return out;
}

function runOf(lines: readonly Line[], from: number, mark: Line['mark']): number {
  let length = 0;
  while (lines[from + length]?.mark === mark) length += 1;
  return length;
}

const textOf = ({ parts }: Line): string => parts.map(({ text }) => text).join('');

/** Null where the lines have too little in common to be read as one. */
function byWords(before: string, after: string): [Line, Line] | null {
  if (before.length > most.line || after.length > most.line) return null;
  const found = diffWordsWithSpace(before, after, { maxEditLength: most.changedWords });
  if (!found) return null;
  const kept = found.filter(({ added, removed }) => !added && !removed);
  const common = kept.reduce((sum, { value }) => sum + value.trim().length, 0);
  if (common * 3 < Math.max(before.trim().length, after.trim().length)) return null;
  const side = (drop: 'added' | 'removed', keep: 'added' | 'removed') =>
    found.filter((part) => !part[drop]).map((part) => ({ text: part.value, is: part[keep] === true }));
  return [
    { mark: '−', parts: side('added', 'removed') },
    { mark: '+', parts: side('removed', 'added') },
  ];
}

function nearChanges(lines: readonly Line[]): (Line | null)[] {
  const kept: (Line | null)[] = [];
  lines.forEach((line, index) => {
    const near = lines.slice(Math.max(0, index - context), index + context + 1);
    if (near.some(({ mark }) => mark !== ' ')) kept.push(line);
    else if (kept.at(-1) !== null) kept.push(null);
  });
  return kept;
}
