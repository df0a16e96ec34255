import type { ReportHead, ReportLine, ReportSection } from '@countersign/contracts';
import { drawContents } from './contents.ts';
import { drawCover } from './cover.ts';
import { inks } from './pen.ts';
import { drawVersion, railHeight, railWords } from './rail-drawing.ts';
import { inner, type Node, page, Sheet, types } from './sheet.ts';
import { drawSignature } from './signatures.ts';
import { Table } from './table.ts';

type Part =
  | { readonly part: 'head'; readonly head: ReportHead }
  | { readonly part: 'section'; readonly section: ReportSection }
  | { readonly part: 'line'; readonly section: ReportSection; readonly line: ReportLine };

/** Rows of one section that paper lists: some 700 pages. The other files have all of them. */
const mostRows = 25_000;

/**
 * A report as a tagged PDF (PDF/UA), page by page: made of `report.json` alone, the same bytes each time.
 * @param json hex SHA-256 of that file
 */
export async function* reportPdf(parts: AsyncIterable<Part>, json: string): AsyncGenerator<Buffer> {
  let writer: Writer | undefined;
  for await (const part of parts) {
    if (part.part === 'head') writer = new Writer(part.head, json);
    else if (part.part === 'section') writer!.section(part.section);
    else writer!.line(part.line);
    yield* pieces(writer!.sheet);
  }
  writer?.end();
  if (writer) yield* pieces(writer.sheet);
}

/** What is finished leaves; pdfkit keeps it until it is asked for. */
function* pieces({ doc }: Sheet): Generator<Buffer> {
  for (let piece = doc.read(); piece !== null; piece = doc.read()) yield piece;
}

class Writer {
  readonly sheet: Sheet;
  #node: Node | undefined;
  #current:
    | { section: ReportSection; rows: number; table: Table | undefined; list: Node | undefined }
    | undefined;
  #covered = false;

  constructor(
    readonly head: ReportHead,
    readonly json: string,
  ) {
    this.sheet = new Sheet(head);
  }

  section(section: ReportSection): void {
    // The rail of a single version stands on the cover, so that waits for its line.
    if (section.form === 'rails' && section.count === 1 && !this.#covered) {
      this.#current = { section, rows: 0, table: undefined, list: undefined };
      return;
    }
    this.#cover(null);
    this.#begin(section);
  }

  line(line: ReportLine): void {
    const current = this.#current!;
    if (!this.#covered) {
      this.#cover(line);
      this.#begin(current.section);
      this.line(line);
      return;
    }
    current.rows += 1;
    if (current.rows > mostRows) return;
    const { sheet } = this;
    const { zone } = this.head.definition;
    const active = this.#current!;
    if (active.section.form === 'rails') this.#rail(line, zone);
    else if (active.section.form === 'signatures')
      drawSignature(sheet, active.list!, line, active.rows, zone);
    else active.table!.row(line);
  }

  end(): void {
    this.#cover(null);
    this.#finish();
    this.sheet.end();
  }

  #cover(only: ReportLine | null): void {
    if (this.#covered) return;
    this.#covered = true;
    const { sheet, head } = this;
    sheet.group(sheet.root, 'Sect', (node) => drawCover(sheet, node, head, only, this.json));
    sheet.group(sheet.root, 'Sect', (node) => drawContents(sheet, node, head));
  }

  #begin(section: ReportSection): void {
    this.#finish();
    const { sheet } = this;
    const { zone } = this.head.definition;
    if (sheet.pages < 3 || !sheet.room(150)) {
      if (sheet.pages < 3) sheet.begin('page');
      else sheet.y += 26;
    }
    const node = sheet.doc.struct('Sect');
    sheet.root.add(node);
    this.#node = node;
    sheet.heading(node, section.key, section.title);
    const told = [
      section.note,
      section.columns.some(({ kind }) => kind === 'instant') ? `Times are those of ${zone}.` : null,
    ];
    sheet.paragraph(node, 'P', told.filter(Boolean).join(' '), types.soft, inner * 0.86);
    sheet.y += 10;
    this.#current = { section, rows: 0, table: undefined, list: undefined };
    if (section.count === 0) {
      sheet.paragraph(node, 'P', 'There is none.', types.text);
      return;
    }
    if (section.form === 'table' || section.form === 'facts') {
      this.#current.table = new Table(sheet, section, zone);
      this.#current.table.begin(node);
    } else if (section.form === 'signatures') {
      this.#current.list = sheet.doc.struct('L');
      node.add(this.#current.list);
      sheet.aside(() => sheet.pen.rule(page.left, sheet.y, inner, 0.75));
    }
  }

  #rail(line: ReportLine, zone: string): void {
    const { sheet } = this;
    sheet.room(railHeight + 40);
    const top = sheet.y;
    sheet.add(this.#node!, 'Figure', () => drawVersion(sheet, line, zone), {
      alt: `${line.model} ${line.version}: ${railWords(line, zone)}`,
      bbox: [page.left, top, page.right, top + railHeight + 16],
    });
    sheet.y = top + railHeight + 26;
    sheet.aside(() => sheet.pen.rule(page.left, sheet.y - 6, inner, 0.4, inks.line));
  }

  #finish(): void {
    const current = this.#current;
    current?.table?.end();
    current?.list?.end();
    if (current && current.rows > mostRows)
      this.sheet.paragraph(
        this.#node!,
        'P',
        `The first ${mostRows.toLocaleString('en')} of ${current.section.count.toLocaleString('en')} rows; report.csv and report.json have all of them.`,
        types.bold,
      );
    this.#node?.end();
    this.#node = undefined;
    this.#current = undefined;
  }
}
