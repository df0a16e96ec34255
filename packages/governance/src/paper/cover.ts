import type { ReportHead, ReportLine } from '@countersign/contracts';
import { inks, type Type } from './pen.ts';
import { drawRail, railWords } from './rail-drawing.ts';
import { type Node, page, type Sheet, types } from './sheet.ts';
import { inFours } from './signatures.ts';
import { secondText } from './zone-text.ts';

const mm = 72 / 25.4;
const left = 21 * mm;
const width = 168 * mm;
const kind: Type = { hand: 'sans', size: 13, leading: 20, ink: inks.soft };
const period: Type = { hand: 'sans', size: 12, leading: 18, ink: inks.ink };
const statement: Type = { hand: 'sans', size: 10.5, leading: 16, ink: inks.ink };
const signed: Type = { hand: 'bold', size: 11, leading: 15, ink: inks.ink };
const digest: Type = { ...types.mono, size: 7, leading: 9.5, ink: inks.ink };
const label: Type = { ...types.soft };

/** The cover: what it is about, what it states, the rail of one version, facts, and what vouches for it. */
export function drawCover(
  sheet: Sheet,
  parent: Node,
  head: ReportHead,
  only: ReportLine | null,
  json: string,
): void {
  const { pen } = sheet;
  sheet.begin('cover');
  sheet.aside(() => sheet.brand(left, 26 * mm));
  sheet.add(parent, 'P', () => {
    const text = `No. ${head.serial}`;
    pen.write(text, left + width - pen.width(text, types.bold), 26 * mm, types.bold);
  });
  sheet.y = only ? 42 * mm : 52 * mm;
  centred(sheet, parent, 'P', head.title, kind);
  const size = titleSize(sheet, head.about);
  sheet.y += 4;
  centred(sheet, parent, 'Title', head.about, { hand: 'bold', size, leading: size * 1.22, ink: inks.ink });
  sheet.y += 6;
  centred(sheet, parent, 'P', periodText(head), period);
  sheet.y += 16;
  for (const sentence of head.statement) centred(sheet, parent, 'P', sentence, statement, 124 * mm);
  sheet.y += 18;
  if (only) rail(sheet, parent, only, head.definition.zone);
  else sheet.aside(() => pen.rule(left, sheet.y, width, 0.75));
  facts(sheet, parent, head);
  vouching(sheet, parent, head, json);
}

const titleSize = ({ pen }: Sheet, text: string): number => {
  for (const size of [34, 28, 23, 19]) if (pen.width(text, { hand: 'bold', size }) <= width) return size;
  return 16;
};

const periodText = ({ definition: { period: days, asOf, zone } }: ReportHead): string =>
  asOf
    ? `As of ${asOf.day ? dayText(asOf.day) : secondText(asOf.moment, zone)}`
    : days
      ? `${dayText(days.from)} to ${dayText(days.to)}`
      : 'From the beginning of the ledger';

const dayText = (day: string): string =>
  new Date(day).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });

function centred(sheet: Sheet, parent: Node, tag: string, text: string, type: Type, wide = width): void {
  const { pen } = sheet;
  const lines = pen.lines(text, type, wide);
  sheet.add(parent, tag === 'Title' ? 'H1' : tag, () => {
    for (const line of lines) {
      pen.write(line, (page.width - pen.width(line.trimEnd(), type)) / 2, sheet.y + type.size, type);
      sheet.y += type.leading;
    }
  });
}

function rail(sheet: Sheet, parent: Node, line: ReportLine, zone: string): void {
  sheet.aside(() => sheet.pen.rule(left, sheet.y, width, 0.75));
  const y = sheet.y + 20;
  sheet.add(parent, 'Figure', () => drawRail(sheet, line, left, y, width, zone), {
    alt: railWords(line, zone),
    bbox: [left, sheet.y + 4, left + width, sheet.y + 58],
  });
  sheet.y += 60;
  sheet.aside(() => sheet.pen.rule(left, sheet.y, width, 0.75));
}

function facts(sheet: Sheet, parent: Node, head: ReportHead): void {
  const { pen } = sheet;
  const x = left + 38 * mm;
  sheet.group(parent, 'L', (list) => {
    for (const fact of head.facts) {
      const type = fact.kind === 'digest' ? digest : types.text;
      const value = fact.kind === 'digest' ? inFours(fact.value) : fact.value;
      const lines = pen.lines(value, type, width - 38 * mm).slice(0, 4);
      const height = Math.max(lines.length * type.leading, 12.5) + 9;
      if (sheet.y + height > 207 * mm) return;
      const top = sheet.y;
      sheet.group(list, 'LI', (item) => {
        sheet.add(item, 'Lbl', () => pen.write(fact.name, left, top + 14, label));
        sheet.add(item, 'LBody', () => {
          sheet.y = top + 5;
          sheet.down(lines, type, x);
        });
      });
      sheet.y = top + height;
      sheet.aside(() => pen.rule(left, sheet.y, width, 0.4, inks.line));
    }
  });
}

/** Who asked, who made it, and what a reader holds it against. Nobody is said to have signed who has not. */
function vouching(sheet: Sheet, parent: Node, head: ReportHead, json: string): void {
  const { pen } = sheet;
  const zone = head.definition.zone;
  const half = width / 2 - 4 * mm;
  const second = left + width / 2 + 4 * mm;
  const column = (x: number, y: number, name: string, lines: readonly string[]) => {
    sheet.y = y;
    sheet.add(parent, 'P', () => sheet.down([name], signed, x));
    sheet.aside(() => pen.rule(x, sheet.y + 1, half, 0.75));
    sheet.y += 4;
    for (const line of lines)
      sheet.add(parent, 'P', () => sheet.down(pen.lines(line, types.soft, half), types.soft, x));
  };
  const y = 211 * mm;
  column(left, y, head.by.name, [`asked for it ${secondText(head.askedAt, zone)}`]);
  column(second, y, 'Countersign', [
    `made it ${secondText(head.madeAt, zone)}, without a person’s signature`,
  ]);
  const seal = 232 * mm;
  sheet.aside(() => pen.doubleRule(left, seal, width));
  const { ledger } = head;
  const range =
    ledger.first === null || ledger.last === null
      ? 'no entry in it'
      : `entries ${ledger.first.toLocaleString('en')} to ${ledger.last.toLocaleString('en')}`;
  const blocks: readonly (readonly [number, string, readonly (readonly [string, Type])[]])[] = [
    [
      left,
      'Ledger',
      [
        [`${range}; made against its first ${ledger.size.toLocaleString('en')} entries`, types.text],
        ...checkpointLines(ledger.checkpoint),
        [
          `What signs it: an entry “report exported” about ${head.serial} holds the SHA-256 of its files, and every later signed checkpoint of the ledger covers that entry.`,
          types.note,
        ],
      ],
    ],
    [
      second,
      'report.json, SHA-256',
      [
        [inFours(json), digest],
        ['This paper was made from that file and says nothing that it does not hold.', types.note],
      ],
    ],
  ];
  for (const [x, title, lines] of blocks) {
    sheet.y = seal + 8;
    sheet.add(parent, 'P', () => sheet.down([title], types.bold, x));
    for (const [text, type] of lines)
      sheet.add(parent, 'P', () => sheet.down(pen.lines(text, type, half), type, x));
  }
}

/** Of a signed note: origin, size and root (Base 64). */
function checkpointLines(note: string | null): readonly (readonly [string, Type])[] {
  const [origin, size, root] = note?.split('\n') ?? [];
  if (!origin || !size || !root) return [];
  return [
    [`signed checkpoint of ${origin}, size ${Number(size).toLocaleString('en')}, root`, types.text],
    [root, digest],
  ];
}
