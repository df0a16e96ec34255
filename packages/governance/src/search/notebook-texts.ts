import { longestBody } from './document-sql.ts';
import { dropped, plainJson, plainMarkdown } from './plain-text.ts';
import type { NotebookText } from './write-documents.ts';

type Json = { readonly [key: string]: unknown };
const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value.filter(isJson) : []);

/** Text of a notebook is a text, or its lines. */
const joined = (value: unknown): string => {
  if (typeof value === 'string') return value;
  return Array.isArray(value) ? value.filter((line) => typeof line === 'string').join('') : '';
};

/** Colors of a terminal, and NUL, which PostgreSQL does not take. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: that is what terminals write
const marks = /\u001b\[[0-9;]*[A-Za-z]|\u0000/g;
const mostOutputs = 100;
const textKinds = ['text/markdown', 'text/latex', 'text/plain'] as const;

const read = (text: string): string => text.replaceAll(dropped, '');
const printed = (text: string): string => (/^\s*[[{]/.test(text) ? read(plainJson(text)) : text);

/** What people read of an output; pictures and HTML have no words of ours. */
function textOfOutput(output: Json): string {
  const data = isJson(output.data) ? output.data : {};
  const kind = textKinds.find((one) => joined(data[one]) !== '');
  return [
    printed(joined(output.text)),
    kind === 'text/markdown' ? read(plainMarkdown(joined(data[kind]))) : '',
    kind && kind !== 'text/markdown' ? printed(joined(data[kind])) : '',
    joined(output.ename),
    joined(output.evalue),
    joined(output.traceback),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

/**
 * The words of each cell that has some: its source, then its outputs. Empty for what is no Jupyter notebook of format 2, 3 or 4.
 */
export function notebookTexts(bytes: string): readonly NotebookText[] {
  let notebook: unknown;
  try {
    notebook = JSON.parse(bytes);
  } catch {
    return [];
  }
  if (!isJson(notebook)) return [];
  const cells = Array.isArray(notebook.cells)
    ? listOf(notebook.cells)
    : listOf(notebook.worksheets).flatMap(({ cells: found }) => listOf(found));
  return cells.flatMap((cell, index) => {
    const outputs = cell.cell_type === 'code' ? listOf(cell.outputs).slice(0, mostOutputs) : [];
    const source = (joined(cell.source) || joined(cell.input)).slice(0, longestBody);
    const text = [
      cell.cell_type === 'markdown' ? read(plainMarkdown(source)) : source,
      ...outputs.map(textOfOutput),
    ]
      .join('\n')
      .replaceAll(marks, '')
      .trim();
    return text === '' ? [] : [{ cell: index + 1, text: text.slice(0, longestBody) }];
  });
}
