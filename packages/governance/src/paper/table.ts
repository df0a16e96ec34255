import type { ReportCell, ReportColumn, ReportLine, ReportSection } from '@countersign/contracts';
import type { Type } from './pen.ts';
import { inks } from './pen.ts';
import { inner, type Node, page, type Sheet, types } from './sheet.ts';
import { zoneText } from './zone-text.ts';

interface Placed {
  readonly title: string;
  readonly x: number;
  readonly width: number;
  readonly numeric: boolean;
  readonly textOf: (line: ReportLine) => string[];
}

const gap = 8;
const padding = 2.5;
/** Characters of a text that paper prints; `report.json` has all of it. */
const longest = 600;

/** Points that a kind of cell needs; null takes what is left. */
const wideOf: Readonly<Record<ReportColumn['kind'], number | null>> = {
  text: null,
  notes: null,
  code: null,
  instant: 62,
  day: 50,
  count: 48,
  decimal: 40,
  digest: 132,
  entry: 36,
  flag: 34,
};

/** A cell as paper prints it. */
export function cellText(kind: ReportColumn['kind'], cell: ReportCell | undefined, zone: string): string[] {
  if (cell === null || cell === undefined || cell === '') return [];
  if (kind === 'instant') {
    const { day, time, offset } = zoneText(String(cell), zone);
    return [day, `${time} ${offset}`];
  }
  if (kind === 'digest') return String(cell).match(/.{1,32}/g) ?? [];
  if (typeof cell === 'boolean') return [cell ? 'yes' : 'no'];
  if (typeof cell === 'number') return [cell.toLocaleString('en')];
  return [cell.length > longest ? `${cell.slice(0, longest)}… (whole in report.json)` : cell];
}

/** A table whose head repeats on every page; what stands beneath a row belongs to its first wide column. */
export class Table {
  readonly #columns: readonly Placed[];
  readonly #beneath: readonly ReportColumn[];
  readonly #main: number;
  #node: Node | undefined;
  #body: Node | undefined;

  constructor(
    readonly sheet: Sheet,
    readonly section: ReportSection,
    readonly zone: string,
  ) {
    const beside = joined(section.columns.filter(({ place }) => place === 'beside'));
    this.#beneath = section.columns.filter(({ place }) => place === 'beneath');
    this.#columns = placed(beside, zone);
    const wide = this.#columns.map(({ width }) => width);
    this.#main = wide.indexOf(Math.max(...wide));
  }

  begin(parent: Node): void {
    const { doc } = this.sheet;
    this.#node = doc.struct('Table');
    parent.add(this.#node);
    this.sheet.room(60);
    this.sheet.group(this.#node, 'THead', (head) =>
      this.sheet.group(head, 'TR', (row) => {
        for (const column of this.#columns)
          this.sheet.add(row, 'TH', () => this.#title(column), { scope: 'Column' });
      }),
    );
    this.#underHead();
    this.#body = doc.struct('TBody');
    this.#node.add(this.#body);
  }

  row(line: ReportLine): void {
    const { sheet } = this;
    const cells = this.#columns.map(({ textOf, width }) =>
      textOf(line).flatMap((text) => sheet.pen.lines(text, types.cell, width)),
    );
    const beneath = this.#beneathText(line);
    const notes =
      beneath === '' ? [] : sheet.pen.lines(beneath, types.note, this.#columns[this.#main]!.width);
    const heights = cells.map(
      (lines, index) =>
        lines.length * types.cell.leading + (index === this.#main ? notes.length * types.note.leading : 0),
    );
    const height = Math.max(...heights, types.cell.leading) + 2 * padding;
    if (sheet.room(height)) this.#repeatHead();
    const top = sheet.y;
    sheet.group(this.#body!, 'TR', (row) => {
      for (const [index, column] of this.#columns.entries()) {
        sheet.add(row, 'TD', () => {
          sheet.y = top + padding;
          this.#write(column, cells[index]!, types.cell);
          if (index === this.#main && notes.length > 0) sheet.down(notes, types.note, column.x);
        });
      }
    });
    sheet.y = top + height;
    sheet.aside(() => sheet.pen.rule(page.left, sheet.y, inner, 0.4, inks.line));
  }

  end(): void {
    this.#body?.end();
    this.#node?.end();
  }

  #write({ x, width, numeric }: Placed, lines: readonly string[], type: Type): void {
    const { sheet } = this;
    for (const line of lines) {
      const before = numeric ? width - sheet.pen.width(line.trimEnd(), type) : 0;
      sheet.pen.write(line, x + before, sheet.y + type.size, type);
      sheet.y += type.leading;
    }
  }

  #title(column: Placed): void {
    const { y } = this.sheet;
    this.#write(column, [column.title], types.head);
    this.sheet.y = y;
  }

  #underHead(): void {
    this.sheet.y += types.head.leading + 3;
    this.sheet.aside(() => this.sheet.pen.rule(page.left, this.sheet.y, inner, 0.75));
  }

  /** Again on a new page, for those who look: the structure has it once. */
  #repeatHead(): void {
    this.sheet.aside(() => {
      for (const column of this.#columns) this.#title(column);
    });
    this.#underHead();
  }

  #beneathText(line: ReportLine): string {
    return this.#beneath
      .flatMap(({ key, title, kind }) => {
        const text =
          kind === 'digest' ? String(line[key] ?? '') : cellText(kind, line[key], this.zone).join(' ');
        if (text === '' || line[key] === false) return [];
        return [kind === 'flag' ? title : kind === 'code' || kind === 'notes' ? text : `${title}: ${text}`];
      })
      .join('  ·  ');
  }
}

type Joined = ReportColumn & { readonly with?: string };

/** Model and version are one name for people. */
const joined = (columns: readonly ReportColumn[]): Joined[] =>
  columns.some(({ key }) => key === 'model') && columns.some(({ key }) => key === 'version')
    ? columns.flatMap((column) =>
        column.key === 'version'
          ? []
          : column.key === 'model'
            ? [{ ...column, title: 'Version', with: 'version' }]
            : [column],
      )
    : [...columns];

/** Fixed widths first; texts share what is left, sentences three times as much as single words. */
function placed(columns: readonly Joined[], zone: string): Placed[] {
  const fixed = columns.reduce((sum, { kind }) => sum + (wideOf[kind] ?? 0), 0);
  const shares = columns.map(({ kind, key }) => (wideOf[kind] === null ? shareOf(key) : 0));
  const left = inner - fixed - gap * (columns.length - 1);
  const all = shares.reduce((sum, share) => sum + share, 0) || 1;
  let x: number = page.left;
  return columns.map(({ key, title, kind, with: other }, index) => {
    const width = wideOf[kind] ?? (left * shares[index]!) / all;
    const column: Placed = {
      title,
      x,
      width,
      numeric: kind === 'count' || kind === 'decimal',
      textOf: (line) =>
        other ? [`${line[key] ?? ''} ${line[other] ?? ''}`.trim()] : cellText(kind, line[key], zone),
    };
    x += width + gap;
    return column;
  });
}

const shares: Readonly<Record<string, number>> = {
  what: 5,
  reason: 3,
  title: 3,
  name: 2,
  value: 2,
  model: 2,
  who: 1.4,
  prediction: 2,
};
const shareOf = (key: string): number => shares[key] ?? 1;
