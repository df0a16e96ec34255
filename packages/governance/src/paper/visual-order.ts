/// <reference path="./libraries.d.ts" />
import bidiFactory from 'bidi-js';

const bidi = bidiFactory();
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

/** A part of a line in one direction; its text is in the order in which it is read. */
export interface DirectedRun {
  readonly text: string;
  readonly isRightToLeft: boolean;
}

export const isRightToLeft = (text: string): boolean => rightToLeft.test(text);

/** The parts of a line from left to right, by the Unicode bidirectional algorithm; the paper itself reads from the left. */
export function visualRuns(line: string): DirectedRun[] {
  if (!isRightToLeft(line)) return [{ text: line, isRightToLeft: false }];
  const { levels } = bidi.getEmbeddingLevels(line, 'ltr');
  const runs: { from: number; to: number; level: number }[] = [];
  for (const [at, level] of levels.entries()) {
    const last = runs.at(-1);
    if (last?.level === level) last.to = at + 1;
    else runs.push({ from: at, to: at + 1, level });
  }
  // Rule L2: from the highest level down, whatever is at it or above is turned round.
  for (let level = Math.max(...runs.map((run) => run.level)); level > 0; level -= 1)
    for (let from = 0; from < runs.length; from += 1) {
      let to = from;
      while (to < runs.length && runs[to]!.level >= level) to += 1;
      if (to > from) runs.splice(from, to - from, ...runs.slice(from, to).reverse());
      from = to;
    }
  return runs.map(({ from, to, level }) => ({ text: line.slice(from, to), isRightToLeft: level % 2 === 1 }));
}

/** What stands between letters that are read from the right, turned round: its order, and brackets. */
export const turned = (text: string): string =>
  [...text]
    .reverse()
    .map((character) => bidi.getMirroredCharacter(character) ?? character)
    .join('');
