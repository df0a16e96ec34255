import { createHash } from 'node:crypto';

/** A cell as it is held against others. */
export interface ParsedCell {
  /** As the notebook gives it (nbformat 4.5 and later) where it says which cell it is; null where it only counts. */
  readonly id: string | null;
  readonly kind: string;
  readonly source: string;
  /** SHA-256 of kind and source. */
  readonly digest: string;
  /** SHA-256 of what it printed and drew; null for none. How often it was run is no part of it. */
  readonly outputs: string | null;
  /** As its metadata gives them, the first 20. */
  readonly tags: readonly string[];
}

export interface ParsedNotebook {
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly ParsedCell[];
}

export const mostCells = 20_000;
const longestId = 64;

/** Null where the text is no notebook; `TOO_MANY` beyond 20,000 cells. Formats 2 to 4. */
export function parseNotebook(text: string): ParsedNotebook | 'TOO_MANY' | null {
  const parsed = parse(text);
  if (!isRecord(parsed)) return null;
  const found = Array.isArray(parsed.cells)
    ? parsed.cells
    : Array.isArray(parsed.worksheets)
      ? parsed.worksheets.filter(isRecord).flatMap(({ cells }) => (Array.isArray(cells) ? cells : []))
      : null;
  if (found === null) return null;
  if (found.length > mostCells) return 'TOO_MANY';
  // The same cells as the page shows: what is no object is left out there too.
  const cells = found.filter(isRecord).map(toCell);
  return {
    metadata: isRecord(parsed.metadata) ? parsed.metadata : {},
    cells: idsOnlyCount(cells) ? cells.map((cell) => ({ ...cell, id: null })) : cells,
  };
}

function toCell(cell: Record<string, unknown>): ParsedCell {
  const kind = joined(cell.cell_type).slice(0, 20);
  const source = joined(cell.source) || joined(cell.input);
  const outputs = Array.isArray(cell.outputs) ? cell.outputs.filter(isRecord) : [];
  return {
    id: typeof cell.id === 'string' && cell.id !== '' && cell.id.length <= longestId ? cell.id : null,
    kind,
    source,
    digest: sha256(JSON.stringify([kind, source])),
    outputs: outputs.length === 0 ? null : sha256(JSON.stringify(outputs.map(outputFacts))),
    tags: tagsOf(cell.metadata),
  };
}

const tagsOf = (metadata: unknown): readonly string[] =>
  isRecord(metadata) && Array.isArray(metadata.tags)
    ? metadata.tags.filter((tag) => typeof tag === 'string').slice(0, 20)
    : [];

/** `cell-00`, `cell-01`, …: such ids say where a cell stands, not which one it is. */
function idsOnlyCount(cells: readonly ParsedCell[]): boolean {
  const numbers = cells.map(({ id }) => /^\D*(\d{1,9})$/.exec(id ?? '')?.[1]);
  const first = Number(numbers[0]);
  return numbers.every((number, at) => number !== undefined && Number(number) === first + at);
}

function outputFacts(output: Record<string, unknown>): unknown[] {
  const data = isRecord(output.data) ? output.data : {};
  return [
    output.output_type,
    output.name,
    joined(output.text),
    Object.keys(data)
      .sort()
      .map((type) => [type, joined(data[type]) || data[type]]),
    output.ename,
    output.evalue,
    joined(output.traceback),
    // Before format 4 what was shown stood beside the type.
    output.output_type === 'pyout' || output.output_type === 'display_data'
      ? [output.png, output.html]
      : null,
  ];
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const joined = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Array.isArray(value)
      ? value.filter((line) => typeof line === 'string').join('')
      : '';

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
