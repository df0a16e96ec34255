import {
  type InventoryProblem,
  InventoryRow,
  inventoryColumns,
  inventoryLimits,
  inventoryOptional,
} from '@countersign/contracts';
import { CsvError, parse } from 'csv-parse/sync';

type Field = keyof InventoryRow;
const fields = Object.keys(inventoryColumns) as Field[];

export interface InventoryLine {
  /** Of the file, where the row begins, counted from 1. */
  readonly line: number;
  readonly row: InventoryRow;
}
export interface ParsedInventory {
  readonly lines: readonly InventoryLine[];
  readonly problems: readonly InventoryProblem[];
}

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/** A file of claims as rows, or why not: every problem with its line and column. Says nothing about what is here already. */
export function parseInventory(csv: string): ParsedInventory {
  const read = readCells(csv);
  if ('problem' in read) return { lines: [], problems: [read.problem] };
  const [head, ...rest] = read.records;
  if (!head) return { lines: [], problems: [{ line: 1, column: null, message: 'The file is empty.' }] };
  const columns = readHead(head);
  if (columns.problems.length > 0) return { lines: [], problems: columns.problems };
  if (rest.length === 0)
    return { lines: [], problems: [{ line: head.line, column: null, message: 'No row follows the heads.' }] };
  if (rest.length > inventoryLimits.rows) {
    const message = `At most ${inventoryLimits.rows.toLocaleString('en')} models enter at once; the file has ${rest.length.toLocaleString('en')}.`;
    return { lines: [], problems: [{ line: rest[inventoryLimits.rows]!.line, column: null, message }] };
  }
  const lines: InventoryLine[] = [];
  const problems: InventoryProblem[] = [];
  for (const record of rest) {
    const found = readRow(record, columns.fields);
    if ('row' in found) lines.push({ line: record.line, row: found.row });
    else problems.push(...found.problems);
  }
  return { lines, problems: [...problems, ...repeated(lines)].sort((a, b) => a.line - b.line) };
}

/** Spreadsheets write semicolons where the comma is the decimal mark; the line of heads tells which it is. */
function delimiterOf(csv: string): ',' | ';' | '\t' {
  const head = csv.slice(0, csv.search(/[\r\n]|$/));
  const count = (mark: string) => head.split(mark).length;
  if (count(';') > count(',')) return ';';
  return count('\t') > count(',') ? '\t' : ',';
}

function readCells(
  csv: string,
): { readonly records: readonly Cells[] } | { readonly problem: InventoryProblem } {
  try {
    const read = parse(csv, {
      bom: true,
      delimiter: delimiterOf(csv),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      max_record_size: 100_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    // A record may run over several lines, and its last one is told; a quoted line break counts as one.
    return {
      records: read
        .map(({ record, info }) => ({ line: info.lines - lineBreaks(record), cells: record }))
        .filter(({ cells }) => cells.some((cell) => cell !== '')),
    };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    return { problem: { line, column: null, message: `This is no well-formed CSV: ${error.message}` } };
  }
}

const lineBreaks = (cells: readonly string[]): number =>
  cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);

function readHead({ line, cells }: Cells): {
  readonly fields: readonly Field[];
  readonly problems: readonly InventoryProblem[];
} {
  const found = cells.map((cell) => fields.find((field) => inventoryColumns[field] === cell.toLowerCase()));
  const problems: InventoryProblem[] = [];
  for (const [position, cell] of cells.entries()) {
    const field = found[position];
    if (field === undefined)
      problems.push({ line, column: shown(cell) || null, message: 'There is no column of this name.' });
    else if (found.indexOf(field) < position)
      problems.push({ line, column: cell, message: 'This column is there twice.' });
  }
  for (const field of fields)
    if (!found.includes(field) && !inventoryOptional.includes(field))
      problems.push({ line, column: inventoryColumns[field], message: 'This column is missing.' });
  return { fields: found as Field[], problems };
}

function readRow(
  { line, cells }: Cells,
  columns: readonly Field[],
): { readonly row: InventoryRow } | { readonly problems: InventoryProblem[] } {
  if (cells.length !== columns.length) {
    const message = `The row has ${cells.length} cells, the heads are ${columns.length}.`;
    return { problems: [{ line, column: null, message }] };
  }
  const given = Object.fromEntries(columns.map((field, position) => [field, cells[position]!]));
  const text = (field: Field): string => given[field] ?? '';
  const optional = (field: Field): string | null => text(field) || null;
  const parsed = InventoryRow.safeParse({
    model: text('model'),
    name: text('name'),
    purpose: text('purpose'),
    tier: text('tier').toLowerCase(),
    owner: text('owner').toLowerCase(),
    version: text('version'),
    environment: text('environment'),
    since: text('since'),
    runsOn: optional('runsOn'),
    authors: text('authors')
      .split(/[;,\s]+/)
      .filter((address) => address !== '')
      .map((address) => address.toLowerCase()),
    approvedBy: optional('approvedBy'),
    approvedOn: optional('approvedOn'),
    notes: optional('notes'),
  });
  if (parsed.success) return { row: parsed.data };
  const wrong = new Set(parsed.error.issues.map(({ path }) => path[0] as Field));
  return {
    problems: [...wrong].map((field) => ({
      line,
      column: inventoryColumns[field],
      message:
        text(field) === '' ? 'This has to be filled in.' : `${expected[field]} Not: ${shown(text(field))}`,
    })),
  };
}

const expected: Readonly<Record<Field, string>> = {
  model: 'A key has 2 to 64 small letters, digits and hyphens.',
  name: 'A name is one line of at most 200 characters.',
  purpose: 'A purpose has at most 5,000 characters.',
  tier: 'A tier is low, moderate or high.',
  owner: 'The owner is an e-mail address.',
  version: 'A version is one word of letters, digits, dots, hyphens and plus signs.',
  environment: 'An environment is named by its key.',
  since: 'A day is written as 2026-01-31.',
  runsOn: 'What it runs on is one line of at most 300 characters.',
  authors: 'Authors are at most 20 e-mail addresses, separated by semicolons.',
  approvedBy: 'Who approved it is one line of at most 200 characters.',
  approvedOn: 'A day is written as 2026-01-31.',
  notes: 'Notes have at most 5,000 characters.',
};

/** Nothing of a cell leaves its quotes: neither line breaks nor marks that turn the reading direction. */
const shown = (cell: string): string => {
  const line = cell.replaceAll(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '�');
  return line.length > 60 ? `“${line.slice(0, 60)}…”` : line && `“${line}”`;
};

function repeated(lines: readonly InventoryLine[]): InventoryProblem[] {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, row }) => {
    const before = first.get(row.model);
    if (before === undefined) {
      first.set(row.model, line);
      return [];
    }
    return [{ line, column: inventoryColumns.model, message: `${row.model} is in line ${before} already.` }];
  });
}
