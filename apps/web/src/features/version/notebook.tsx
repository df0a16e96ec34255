import { useMemo } from 'react';
import { Markdown } from '../../marks/markdown.tsx';

interface Cell {
  kind: 'markdown' | 'code';
  source: string;
  outputs: readonly string[];
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** The notebook format keeps a text as one string or as a list of lines. */
const joined = (value: unknown): string =>
  Array.isArray(value) ? value.join('') : typeof value === 'string' ? value : '';

/** Text alone: pictures and HTML of outputs are not shown, they could carry anything. */
function outputText(output: unknown): string {
  if (!isRecord(output)) return '';
  if (output.text !== undefined) return joined(output.text);
  return isRecord(output.data) ? joined(output.data['text/plain']) : '';
}

/** Cells of a Jupyter notebook (nbformat 4), or null where the text is none. */
export function notebookCells(text: string): Cell[] | null {
  try {
    const parsed: unknown = JSON.parse(text);
    if (!isRecord(parsed) || !Array.isArray(parsed.cells)) return null;
    return parsed.cells.filter(isRecord).map((cell) => ({
      kind: cell.cell_type === 'markdown' ? 'markdown' : 'code',
      source: joined(cell.source),
      outputs: Array.isArray(cell.outputs) ? cell.outputs.map(outputText).filter(Boolean) : [],
    }));
  } catch {
    return null;
  }
}

export function Notebook({ text }: { text: string }) {
  const cells = useMemo(() => notebookCells(text), [text]);
  if (cells === null) return <p className="soft">This file is not a notebook that can be read.</p>;
  return (
    <div className="grid gap-4">
      {cells.map((cell, index) =>
        cell.kind === 'markdown' ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          <Markdown key={index} text={cell.source} />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          <div key={index} className="notebook-code">
            <pre>{cell.source}</pre>
            {cell.outputs.map((output, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place
              <pre key={place} className="notebook-output">
                {output}
              </pre>
            ))}
          </div>
        ),
      )}
    </div>
  );
}
