/// <reference path="./libraries.d.ts" />
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gunzipSync } from 'node:zlib';
import { create, type Font } from 'fontkit';
import { unpackWoff } from './unpack-woff.ts';

export type Hand = 'sans' | 'bold' | 'mono';

/** One file of a typeface, opened once for the whole process. */
export interface Face {
  readonly name: string;
  readonly font: Font;
}

const require = createRequire(import.meta.url);

/** IBM Plex comes in a file per script; each is looked into in this order. */
const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic', 'cyrillic-ext', 'vietnamese'] as const;
/** Hebrew and Arabic have families of their own, for text in every hand. */
const others = ['hebrew', 'arabic'] as const;
function plex(
  family: 'sans' | 'mono' | `sans-${(typeof others)[number]}`,
  script: string,
  weight: 400 | 600,
): Uint8Array {
  const name = `ibm-plex-${family}`;
  return unpackWoff(
    readFileSync(require.resolve(`@fontsource/${name}/files/${name}-${script}-${weight}-normal.woff`)),
  );
}

/** Chinese, Japanese and Korean in one weight; its folder says where it is from. Seen from the sources or from what is built. */
function wide(): Uint8Array {
  const name = 'typefaces/droid-sans-fallback.ttf.gz';
  const built = new URL(`../${name}`, import.meta.url);
  return gunzipSync(readFileSync(existsSync(built) ? built : new URL(`../../${name}`, import.meta.url)));
}

const opened = new Map<string, Face>();
function face(name: string, bytes: () => Uint8Array): Face {
  const known = opened.get(name);
  if (known) return known;
  const made = { name, font: create(bytes()) };
  opened.set(name, made);
  return made;
}

const candidates: Readonly<Record<Hand, readonly (() => Face)[]>> = {
  sans: [
    ...scripts.map((script) => () => face(`sans-${script}`, () => plex('sans', script, 400))),
    ...others.map((script) => () => face(`sans-${script}`, () => plex(`sans-${script}`, script, 400))),
    () => face('wide', wide),
  ],
  bold: [
    ...scripts.map((script) => () => face(`bold-${script}`, () => plex('sans', script, 600))),
    ...others.map((script) => () => face(`bold-${script}`, () => plex(`sans-${script}`, script, 600))),
    () => face('wide', wide),
  ],
  mono: [
    ...scripts
      .filter((script) => script !== 'greek')
      .map((script) => () => face(`mono-${script}`, () => plex('mono', script, 400))),
    ...scripts.map((script) => () => face(`sans-${script}`, () => plex('sans', script, 400))),
    ...others.map((script) => () => face(`sans-${script}`, () => plex(`sans-${script}`, script, 400))),
    () => face('wide', wide),
  ],
};

const known: Readonly<Record<Hand, Map<number, Face | null>>> = {
  sans: new Map(),
  bold: new Map(),
  mono: new Map(),
};

function faceOf(hand: Hand, codePoint: number): Face | null {
  const found = known[hand].get(codePoint);
  if (found !== undefined) return found;
  const has = candidates[hand].find((open) => open().font.hasGlyphForCodePoint(codePoint));
  const chosen = has ? has() : null;
  known[hand].set(codePoint, chosen);
  return chosen;
}

export interface Run {
  readonly face: Face;
  readonly text: string;
}

const plain = /^[\x20-\x7e]*$/;

/** Cuts a text into runs of one face each. What no face has is written as its code point, never left out. */
export function runsOf(hand: Hand, text: string): Run[] {
  if (plain.test(text)) return text === '' ? [] : [{ face: candidates[hand][0]!(), text }];
  const runs: { face: Face; text: string }[] = [];
  const add = (face: Face, part: string) => {
    const last = runs.at(-1);
    if (last?.face === face) last.text += part;
    else runs.push({ face, text: part });
  };
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    const face = faceOf(hand, codePoint);
    if (face) add(face, character);
    else add(candidates[hand][0]!(), `[U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}]`);
  }
  return runs;
}

/**
 * A text as it can stand on paper: composed, on one line, without control characters and without marks that turn the reading
 * direction of what follows.
 */
export const printable = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '');
