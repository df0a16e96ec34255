import { isJson, type Json, joined } from './json-of.ts';
import {
  type Attachments,
  longestText,
  mostOutputs,
  type NotebookCell,
  type NotebookDocument,
} from './notebook-document.ts';
import { outputsOf, pictureUrl } from './output-of.ts';

/** Jupyter notebooks of format 2, 3 and 4; null where the text is none. Everything odd becomes text or is left out. */
export function readNotebook(text: string): NotebookDocument | null {
  const parsed = parse(text);
  if (!isJson(parsed)) return null;
  const found = Array.isArray(parsed.cells)
    ? parsed.cells
    : Array.isArray(parsed.worksheets)
      ? parsed.worksheets.filter(isJson).flatMap(({ cells }) => (Array.isArray(cells) ? cells : []))
      : null;
  if (found === null) return null;
  const cells = found.filter(isJson).map(cellOf);
  const metadata = isJson(parsed.metadata) ? parsed.metadata : {};
  const kernel = isJson(metadata.kernelspec) ? metadata.kernelspec : {};
  const language = isJson(metadata.language_info) ? metadata.language_info : {};
  const number = (value: unknown) => (Number.isInteger(value) ? String(value) : '?');
  return {
    format: `${number(parsed.nbformat)}.${number(parsed.nbformat_minor ?? 0)}`,
    language: (joined(language.name) || joined(kernel.language) || firstLanguage(found))
      .slice(0, 40)
      .toLowerCase(),
    kernel: joined(kernel.display_name).slice(0, 80),
    cells,
    outline: cells.flatMap((cell, index) =>
      cell.kind === 'markdown' ? headingsOf(cell.source).map((found) => ({ cell: index, ...found })) : [],
    ),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Before format 4 each cell of code named its language. */
const firstLanguage = (cells: readonly unknown[]): string =>
  joined(cells.filter(isJson).find(({ language }) => language !== undefined)?.language);

function cellOf(cell: Json): NotebookCell {
  const source = shownMarks((joined(cell.source) || joined(cell.input)).slice(0, longestText));
  switch (cell.cell_type) {
    case 'code': {
      const outputs = Array.isArray(cell.outputs) ? cell.outputs : [];
      const count = cell.execution_count ?? cell.prompt_number;
      return {
        kind: 'code',
        source,
        count: typeof count === 'number' ? count : null,
        outputs: outputs.slice(0, mostOutputs).flatMap(outputsOf),
        more: Math.max(0, outputs.length - mostOutputs),
      };
    }
    case 'markdown':
      return { kind: 'markdown', source, attachments: attachmentsOf(cell.attachments) };
    case 'heading': {
      const level = Math.min(6, Math.max(1, Number(cell.level) || 1));
      return {
        kind: 'markdown',
        source: `${'#'.repeat(level)} ${source.replace(/\s+/g, ' ')}`,
        attachments: [],
      };
    }
    default:
      return { kind: 'raw', source };
  }
}

/** Marks that turn the reading direction or have no width make source read otherwise than it runs: they are shown. */
const shownMarks = (source: string): string =>
  source.replace(
    /[\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]/g,
    (mark) => `⟨U+${mark.charCodeAt(0).toString(16).toUpperCase()}⟩`,
  );

function attachmentsOf(value: unknown): Attachments {
  if (!isJson(value)) return [];
  return Object.entries(value).flatMap(([name, bundle]) => {
    if (!isJson(bundle)) return [];
    const url = Object.entries(bundle)
      .map(([type, data]) => pictureUrl(type, data))
      .find((found) => found !== null);
    return url ? [[name, url] as const] : [];
  });
}

function headingsOf(source: string): { level: number; text: string }[] {
  const headings: { level: number; text: string }[] = [];
  let fenced = false;
  for (const line of source.split('\n')) {
    if (/^\s{0,3}(```|~~~)/.test(line)) fenced = !fenced;
    const [, marks, words] = fenced ? [] : (/^ {0,3}(#{1,6})[ \t]+(.{1,400})$/.exec(line) ?? []);
    const text = words?.replace(/<[^>]{0,200}>|[*_`]|[ \t]#+[ \t]*$/g, '').trim();
    if (marks && text) headings.push({ level: marks.length, text: text.slice(0, 120) });
  }
  return headings;
}
