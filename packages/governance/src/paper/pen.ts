/// <reference path="./libraries.d.ts" />
import type PDFDocument from 'pdfkit';
import type { Embedded } from 'pdfkit';
import { breakLines } from './break-lines.ts';
import { type Hand, printable, runsOf } from './typefaces.ts';
import { isRightToLeft, turned, visualRuns } from './visual-order.ts';

export interface Type {
  readonly hand: Hand;
  readonly size: number;
  /** Distance of two lines. */
  readonly leading: number;
  readonly ink: Ink;
}

export type Ink = readonly [red: number, green: number, blue: number];
const ink = (hex: string): Ink =>
  [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255) as [number, number, number];

/** The colours of the portal's light side. */
export const inks = {
  ink: ink('16191d'),
  soft: ink('454d57'),
  faint: ink('5b6470'),
  line: ink('c5ccd4'),
  accent: ink('1f4e8c'),
  block: ink('b3141e'),
  white: ink('ffffff'),
  registered: ink('475569'),
  reviewed: ink('1d4fb8'),
  approved: ink('0f6b5c'),
  deployed: ink('2c6a12'),
  deprecated: ink('7a5200'),
  registeredWash: ink('eef1f5'),
  reviewedWash: ink('e8effb'),
  approvedWash: ink('e3f4f0'),
  deployedWash: ink('e9f5e1'),
  deprecatedWash: ink('fbf1dc'),
} as const;

/** Widths in thousandths of a size. */
interface Word {
  readonly parts: readonly { readonly font: Embedded; readonly shown: string; readonly width: number }[];
  readonly width: number;
}

/** Words that are remembered at a time. */
const mostWords = 20_000;
/** Each with the spaces after it. */
const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/g) ?? [];

const rounded = (value: number): string => String(Math.round(value * 1_000) / 1_000);
const rgb = (colour: Ink, operator: 'rg' | 'RG') => `${colour.map(rounded).join(' ')} ${operator}`;

/**
 * Writes and draws in points from the top left of a page. Straight into the page's content: pdfkit's own `text` breaks and
 * measures everything once more, which a report of a hundred pages would feel.
 */
export class Pen {
  readonly #embedded = new Map<string, Embedded>();
  readonly #words: Readonly<Record<Hand, Map<string, Word>>> = {
    sans: new Map(),
    bold: new Map(),
    mono: new Map(),
  };
  constructor(readonly doc: PDFDocument) {}

  width(text: string, { hand, size }: Pick<Type, 'hand' | 'size'>): number {
    let width = 0;
    for (const word of wordsOf(text)) width += this.#word(hand, word).width;
    return (width * size) / 1_000;
  }

  /** The text in lines of at most `width`; a paragraph of its own for each line that it has. */
  lines(text: string, type: Type, width: number): string[] {
    return text
      .split('\n')
      .flatMap((paragraph) => breakLines(printable(paragraph), width, (part) => this.width(part, type)));
  }

  /** One line of text; `y` is its base line. Returns its width. */
  write(text: string, x: number, y: number, type: Type): number {
    let at = x;
    let content = '';
    for (const { font, text: shown, width } of this.operators(text, type)) {
      content += `1 0 0 -1 ${rounded(at)} ${rounded(y)} Tm ${shown} `;
      this.doc.page.fonts[font.id] ??= font.ref();
      at += width;
    }
    if (content !== '') this.doc.addContent(`BT ${rgb(type.ink, 'rg')} ${content}ET`);
    return at - x;
  }

  /** The operators that write a text where the text matrix stands, one for each typeface in a row. */
  operators(text: string, { hand, size }: Type): { text: string; width: number; font: Embedded }[] {
    const rows: { shown: string; width: number; font: Embedded }[] = [];
    const add = (part: Word['parts'][number]) => {
      const last = rows.at(-1);
      if (last?.font === part.font) {
        last.shown += part.shown;
        last.width += part.width;
      } else rows.push({ ...part });
    };
    for (const run of visualRuns(text)) {
      const words = wordsOf(run.text).map((word) => this.#word(hand, word, run.isRightToLeft).parts);
      if (run.isRightToLeft)
        for (const parts of words.reverse()) for (const part of parts.toReversed()) add(part);
      else for (const parts of words) for (const part of parts) add(part);
    }
    return rows.map(({ shown, width, font }) => ({
      text: `/${font.id} ${rounded(size)} Tf [${shown}] TJ`,
      width: (width * size) / 1_000,
      font,
    }));
  }

  /** A word with its glyphs, shaped once: reports say the same things over and over. */
  #word(hand: Hand, word: string, turns = false): Word {
    const words = this.#words[hand];
    const key = turns ? `\u200f${word}` : word;
    const known = words.get(key);
    if (known) return known;
    const parts = runsOf(hand, word).map(({ face, text }) => {
      const font = this.#face(face);
      // Letters that are read from the right come turned round from the typeface; what stands between them does not.
      const [glyphs, positions] = font.encode(turns && !isRightToLeft(text) ? turned(text) : text);
      let shown = '<';
      let width = 0;
      for (let index = 0; index < glyphs.length; index += 1) {
        const { xAdvance, advanceWidth, xOffset } = positions[index]!;
        if (xOffset !== 0) shown += `>${rounded(-xOffset)}<`;
        shown += glyphs[index];
        width += xAdvance;
        const back = advanceWidth - xAdvance + xOffset;
        if (back !== 0) shown += `>${rounded(back)}<`;
      }
      return { font, shown: `${shown}>`, width };
    });
    const made = { parts, width: parts.reduce((sum, { width }) => sum + width, 0) };
    if (words.size >= mostWords) words.clear();
    words.set(key, made);
    return made;
  }

  line(
    from: readonly [number, number],
    to: readonly [number, number],
    width: number,
    colour: Ink,
    dash?: number,
  ): void {
    this.doc.addContent(
      `q ${rgb(colour, 'RG')} ${rounded(width)} w${dash ? ` [${dash}] 0 d` : ''} ${point(from)} m ${point(to)} l S Q`,
    );
  }

  /** A horizontal rule. */
  rule(x: number, y: number, width: number, weight: number, colour: Ink = inks.ink): void {
    this.line([x, y], [x + width, y], weight, colour);
  }

  doubleRule(x: number, y: number, width: number): void {
    this.rule(x, y - 0.9, width, 0.6);
    this.rule(x, y + 0.9, width, 0.6);
  }

  frame(x: number, y: number, width: number, height: number): void {
    this.doc.addContent(
      `q ${rgb(inks.ink, 'RG')} 0.75 w ${[x, y, width, height].map(rounded).join(' ')} re S Q`,
    );
  }

  box(x: number, y: number, width: number, height: number, colour: Ink): void {
    this.doc.addContent(`q ${rgb(colour, 'rg')} ${[x, y, width, height].map(rounded).join(' ')} re f Q`);
  }

  polyline(points: readonly (readonly [number, number])[], weight: number, colour: Ink): void {
    const [first, ...rest] = points;
    this.doc.addContent(
      `q ${rgb(colour, 'RG')} ${rounded(weight)} w 1 J 1 j ${point(first!)} m ${rest.map((to) => `${point(to)} l`).join(' ')} S Q`,
    );
  }

  polygon(points: readonly (readonly [number, number])[], colour: Ink): void {
    const [first, ...rest] = points;
    this.doc.addContent(
      `q ${rgb(colour, 'rg')} ${point(first!)} m ${rest.map((to) => `${point(to)} l`).join(' ')} h f Q`,
    );
  }

  /** A disc, or a ring where it is hollow. */
  circle(
    x: number,
    y: number,
    radius: number,
    { fill, weight }: { fill: boolean; weight: number },
    colour: Ink,
  ): void {
    const k = radius * 0.5523;
    const path = [
      `${point([x + radius, y])} m`,
      `${point([x + radius, y + k])} ${point([x + k, y + radius])} ${point([x, y + radius])} c`,
      `${point([x - k, y + radius])} ${point([x - radius, y + k])} ${point([x - radius, y])} c`,
      `${point([x - radius, y - k])} ${point([x - k, y - radius])} ${point([x, y - radius])} c`,
      `${point([x + k, y - radius])} ${point([x + radius, y - k])} ${point([x + radius, y])} c h`,
    ].join(' ');
    this.doc.addContent(
      `q ${rgb(colour, fill ? 'rg' : 'RG')} ${rounded(weight)} w ${path} ${fill ? 'f' : 'S'} Q`,
    );
  }

  #face({ name, font }: ReturnType<typeof runsOf>[number]['face']): Embedded {
    let embedded = this.#embedded.get(name);
    if (!embedded) {
      this.doc.registerFont(name, font);
      this.doc.font(name);
      embedded = this.doc._font;
      this.#embedded.set(name, embedded);
    }
    return embedded;
  }
}

const point = ([x, y]: readonly [number, number]): string => `${rounded(x)} ${rounded(y)}`;
