import type { SearchHit } from '@countersign/contracts';
import { dropped } from './plain-text.ts';

/** What no text has: PostgreSQL puts them around a word that was looked for. */
export const markStart = '\u0001';
export const markEnd = '\u0002';

const longest = 260;
const before = 60;

type Excerpt = SearchHit['excerpt'];

/** Places of the words in a text, from what PostgreSQL made of it: there each mark of punctuation is a space, and nothing has moved. */
function placesOf(marked: string): [start: number, end: number][] {
  const places: [number, number][] = [];
  let at = 0;
  for (const character of marked) {
    if (character === markStart) places.push([at, at]);
    else if (character === markEnd) places.at(-1)![1] = at;
    else at += character.length;
  }
  return places.filter(([start, end]) => end > start);
}

/** The part of a text that has most of the words, in pieces. Without a word in it, its beginning: then the title has them. */
export function excerptOf(text: string, marked: string): Excerpt {
  const places = placesOf(marked);
  const within = (from: number) =>
    places.filter(([start, end]) => start >= from && end <= from + longest).length;
  const best = places.reduce<number>((found, [start]) => {
    const from = Math.max(0, start - before);
    return found >= 0 && within(found) >= within(from) ? found : from;
  }, -1);
  const from = wordStart(text, Math.max(0, best));
  const until = wordEnd(text, from + longest);
  const pieces: Excerpt = [];
  const add = (start: number, end: number, isMarked: boolean) => {
    const part = text.slice(start, end).replaceAll(dropped, '').replaceAll(/\s+/g, ' ');
    if (part !== '') pieces.push({ text: part, marked: isMarked });
  };
  let at = from;
  for (const [start, end] of places) {
    if (start < from || end > until) continue;
    add(at, start, false);
    add(start, end, true);
    at = end;
  }
  add(at, until, false);
  if (pieces.length === 0) return pieces;
  if (from > 0) pieces.unshift({ text: '… ', marked: false });
  if (until < text.length) pieces.push({ text: ' …', marked: false });
  return pieces;
}

/** Not in the middle of a word, nor of a character. */
const wordStart = (text: string, at: number): number => {
  if (at === 0) return 0;
  const space = text.slice(at, at + before).search(/\s/);
  return space < 0 ? at : at + space + 1;
};
const wordEnd = (text: string, at: number): number => {
  if (at >= text.length) return text.length;
  const space = text.slice(at - before, at).search(/\s\S*$/);
  return space < 0 ? at : at - before + space;
};
