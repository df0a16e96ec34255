/// <reference path="./libraries.d.ts" />
import type { ReportHead } from '@countersign/contracts';
import PDFDocument, { type StructureElement, type StructureOptions } from 'pdfkit';
import { inks, Pen, type Type } from './pen.ts';

const mm = 72 / 25.4;
/** A4 and its margins, in points. */
export const page = {
  width: 210 * mm,
  height: 297 * mm,
  left: 18 * mm,
  top: 17 * mm,
  right: 192 * mm,
  /** Nothing but the footer stands below. */
  bottom: 277 * mm,
} as const;
export const inner = page.right - page.left;

export const types = {
  text: { hand: 'sans', size: 9, leading: 12.5, ink: inks.ink },
  soft: { hand: 'sans', size: 9, leading: 12.5, ink: inks.soft },
  bold: { hand: 'bold', size: 9, leading: 12.5, ink: inks.ink },
  cell: { hand: 'sans', size: 8, leading: 10.5, ink: inks.ink },
  head: { hand: 'bold', size: 8, leading: 10.5, ink: inks.soft },
  note: { hand: 'sans', size: 7, leading: 9, ink: inks.faint },
  mono: { hand: 'mono', size: 6.2, leading: 9, ink: inks.faint },
  title: { hand: 'bold', size: 20, leading: 26, ink: inks.ink },
  foot: { hand: 'sans', size: 8, leading: 12, ink: inks.soft },
} as const satisfies Record<string, Type>;

/** A node of the structure that reading programs follow. */
export type Node = StructureElement;

interface Waiting {
  readonly fill: (text: string) => void;
  readonly textOf: (pages: number) => string;
}

/**
 * Pages of a report, written one after the other: head, foot, structure. What is known at the end alone (the number of pages,
 * and on which one a section begins) is a drawing of its own that a page refers to and that is filled in last.
 */
export class Sheet {
  readonly doc: PDFDocument;
  readonly pen: Pen;
  readonly root: Node;
  /** Where the next thing goes, from the top. */
  y: number = page.top;
  #pages = 0;
  readonly #waiting: Waiting[] = [];
  readonly #sections = new Map<string, number>();

  constructor(readonly head: ReportHead) {
    this.doc = new PDFDocument({
      size: 'A4',
      margin: 0,
      pdfVersion: '1.7',
      subset: 'PDF/UA',
      tagged: true,
      displayTitle: true,
      lang: 'en',
      autoFirstPage: false,
      font: null,
      info: {
        Title: `${head.serial}: ${head.title}, ${head.about}`,
        Author: head.by.name,
        Subject: head.statement[0] ?? head.title,
        Creator: 'Countersign',
        CreationDate: new Date(head.madeAt),
      },
    });
    this.pen = new Pen(this.doc);
    this.root = this.doc.struct('Document');
    this.doc.addStructure(this.root);
  }

  get pages(): number {
    return this.#pages;
  }

  /** Begins a page: the cover has a frame, the others a head. */
  begin(kind: 'cover' | 'page'): void {
    this.doc.addPage();
    this.#pages += 1;
    this.y = page.top;
    this.aside(() => {
      if (kind === 'cover') this.#frame();
      else this.#head();
      this.#foot(kind === 'cover');
    });
  }

  /** Room for `height` more points, on this page or on a new one. Returns whether a page was begun. */
  room(height: number): boolean {
    if (this.y + height <= page.bottom) return false;
    this.begin('page');
    return true;
  }

  /** What is no content: rules, heads that repeat, numbers of pages. */
  aside(draw: () => void): void {
    this.doc.markContent('Artifact', { type: 'Pagination' });
    draw();
    this.doc.endMarkedContent();
  }

  /** A node with one piece of content. */
  add(parent: Node, type: string, draw: () => void, options: StructureOptions = {}): void {
    parent.add(this.doc.struct(type, options, draw));
  }

  /** A node with others in it, which ends when `fill` does. */
  group(parent: Node, type: string, fill: (node: Node) => void): void {
    const node = this.doc.struct(type);
    parent.add(node);
    fill(node);
    node.end();
  }

  /** Lines of text from `x` on, within `width`; they stay together, and the place moves below them. */
  paragraph(parent: Node, tag: string, text: string, type: Type, width = inner, x: number = page.left): void {
    if (text === '') return;
    const lines = this.pen.lines(text, type, width);
    this.room(Math.min(lines.length, 40) * type.leading);
    for (let from = 0; from < lines.length; from += 40) {
      const some = lines.slice(from, from + 40);
      this.room(some.length * type.leading);
      this.add(parent, tag, () => this.down(some, type, x));
    }
  }

  /** Writes lines and moves the place below them. */
  down(lines: readonly string[], type: Type, x: number): void {
    for (const line of lines) {
      this.pen.write(line, x, this.y + type.size, type);
      this.y += type.leading;
    }
  }

  /** A heading that a bookmark and a link of the contents lead to. */
  heading(parent: Node, key: string, title: string): void {
    this.doc.outline.addItem(title);
    this.doc.addNamedDestination(key, 'XYZ', page.left, Math.max(0, this.y - 12), null);
    this.#sections.set(key, this.#pages);
    this.paragraph(parent, 'H1', title, types.title);
  }

  /** A text, right aligned at `x`, that is known at the end alone. */
  later(
    x: number,
    y: number,
    type: Type,
    textOf: (pages: number, pageOf: (key: string) => number) => string,
  ): void {
    const { doc } = this;
    const drawing = doc.ref({ Type: 'XObject', Subtype: 'Form', BBox: [-200, -4, 0, type.size + 4] });
    const name = `L${drawing.id}`;
    doc.page.xobjects[name] = drawing;
    doc.addContent(`q 1 0 0 -1 ${x} ${y} cm /${name} Do Q`);
    this.#waiting.push({
      textOf: (pages) => textOf(pages, (key) => this.#sections.get(key) ?? 1),
      fill: (text) => {
        const fonts: Record<string, unknown> = {};
        const width = this.pen.width(text, type);
        let content = '';
        let at = -width;
        for (const run of this.pen.operators(text, type)) {
          fonts[run.font.id] = run.font.ref();
          content += `BT ${type.ink.join(' ')} rg 1 0 0 1 ${at.toFixed(3)} 0 Tm ${run.text} ET\n`;
          at += run.width;
        }
        drawing.data.Resources = { Font: fonts };
        drawing.end(content);
      },
    });
  }

  /** Fills in what was waiting and ends the document. */
  end(): void {
    for (const { fill, textOf } of this.#waiting) fill(textOf(this.#pages));
    this.root.end();
    this.doc.end();
  }

  #frame(): void {
    const [x, y, width, height] = [12 * mm, 11 * mm, 186 * mm, 268 * mm];
    this.pen.frame(x, y, width, height);
    this.pen.frame(x + 3, y + 3, width - 6, height - 6);
  }

  #head(): void {
    this.brand(page.left, page.top + 10);
    const number = this.head.serial;
    const type: Type = { ...types.bold };
    const x = page.right - this.pen.width(number, type);
    this.pen.write(number, x, page.top + 10, type);
    this.pen.write('No.', x - this.pen.width('No. ', types.text), page.top + 10, types.text);
    this.pen.doubleRule(page.left, page.top + 22, inner);
    this.y = page.top + 38;
  }

  #foot(isCover: boolean): void {
    const y = 289 * mm;
    const [left, right] = isCover ? [12 * mm, 198 * mm] : [page.left, page.right];
    const number = this.#pages;
    this.pen.write(`Countersign report ${this.head.serial}`, left, y, types.foot);
    const about = this.#aboutText();
    this.pen.write(about, (left + right - this.pen.width(about, types.foot)) / 2, y, types.foot);
    this.later(
      right,
      y,
      types.foot,
      (pages) => `Page ${number.toLocaleString('en')} of ${pages.toLocaleString('en')}`,
    );
  }

  #aboutText(): string {
    const { period } = this.head.definition;
    const days = period ? `, ${period.from} to ${period.to}` : '';
    const about = this.head.about.length > 48 ? `${this.head.about.slice(0, 47)}…` : this.head.about;
    return `${about}${days}`;
  }

  /** The mark and the name. */
  brand(x: number, y: number): void {
    const at = (dx: number, dy: number) => [x + dx * 0.8, y - 13 + dy * 0.8] as const;
    this.pen.polyline([at(1.5, 10.5), at(5.5, 15), at(12, 5.5)], 1.4, inks.ink);
    this.pen.polyline([at(8.8, 13.6), at(10, 15), at(16.8, 5.5)], 1.4, inks.ink);
    this.pen.write('Countersign', x + 19, y, { hand: 'bold', size: 11, leading: 14, ink: inks.ink });
  }
}
