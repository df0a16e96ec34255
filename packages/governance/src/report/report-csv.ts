import type { ReportCell, ReportHead, ReportLine } from '@countersign/contracts';
import { type CsvCell, csvLines } from '../csv-text.ts';
import type { ReportParts } from './report-document.ts';

/** Rows that are put into one piece. */
const rowsAtOnce = 500;

/**
 * All sections in one table, safe to open in a spreadsheet: the section first, then the columns of every section, each once.
 * A row fills those that its section has.
 */
export async function* reportCsv(parts: ReportParts): AsyncGenerator<Buffer> {
  let columns: string[] = [];
  let rows: CsvCell[][] = [];
  for await (const part of parts) {
    if (part.part === 'head') {
      columns = columnsOf(part.head);
      rows.push(['section', ...columns]);
    } else if (part.part === 'line') rows.push([part.section.key, ...columns.map(cellOf(part.line))]);
    if (rows.length < rowsAtOnce) continue;
    yield Buffer.from(csvLines(rows));
    rows = [];
  }
  yield Buffer.from(csvLines(rows));
}

const columnsOf = ({ sections }: ReportHead): string[] => [
  ...new Set(sections.flatMap(({ columns }) => columns.map(({ key }) => key))),
];

const cellOf =
  (line: ReportLine) =>
  (key: string): CsvCell => {
    const cell: ReportCell | undefined = line[key];
    return typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : (cell ?? null);
  };
