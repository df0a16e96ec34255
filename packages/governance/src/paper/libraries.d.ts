// What is used of pdfkit and fontkit: the published types lack tagged content, or are none.

declare module 'fontkit' {
  export interface Font {
    hasGlyphForCodePoint(codePoint: number): boolean;
  }
  export function create(bytes: Uint8Array): Font;
}

declare module 'pdfkit' {
  import type { Font } from 'fontkit';

  /** A typeface in this document; widths and advances in thousandths of its size. */
  export interface Embedded {
    readonly id: string;
    encode(
      text: string,
    ): [glyphs: string[], positions: { xAdvance: number; advanceWidth: number; xOffset: number }[]];
    widthOfString(text: string, size: number): number;
    ref(): unknown;
  }
  export interface StructureElement {
    add(child: StructureElement | (() => void)): this;
    end(): void;
  }
  export interface Reference {
    readonly id: number;
    readonly data: Record<string, unknown>;
    end(content?: string): void;
  }
  export interface StructureOptions {
    readonly alt?: string;
    readonly scope?: 'Column' | 'Row';
    /** Left, top, right, bottom. */
    readonly bbox?: readonly [number, number, number, number];
  }
  export default class PDFDocument {
    constructor(options: Record<string, unknown>);
    readonly _font: Embedded;
    readonly page: { readonly fonts: Record<string, unknown>; readonly xobjects: Record<string, unknown> };
    readonly outline: { addItem(title: string): unknown };
    addPage(): this;
    addContent(operators: string): this;
    registerFont(name: string, font: Font): this;
    font(name: string): this;
    struct(type: string, options?: StructureOptions, draw?: () => void): StructureElement;
    addStructure(element: StructureElement): this;
    markContent(tag: 'Artifact', options: { type: 'Pagination' | 'Layout' }): this;
    endMarkedContent(): this;
    addNamedDestination(name: string, kind: 'XYZ', x: number, y: number, zoom: null): void;
    goTo(
      x: number,
      y: number,
      width: number,
      height: number,
      name: string,
      options: {
        structParent: StructureElement; // biome-ignore lint/complexity/noBannedTypes: pdfkit takes an object for a text, a string for a name
        Contents: String;
      },
    ): this;
    ref(data: Record<string, unknown>): Reference;
    read(): Buffer | null;
    end(): void;
  }
}
