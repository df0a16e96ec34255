import type { NotebookCell, NotebookDocument, NotebookOutput } from './notebook-document.ts';

const textOfOutput = (output: NotebookOutput): string => {
  switch (output.kind) {
    case 'failure':
      return `${output.name}: ${output.value}\n${output.trace}`;
    case 'picture':
      return output.alt;
    case 'markdown':
    case 'maths':
      return output.source;
    default:
      return output.text;
  }
};

const textOf = (cell: NotebookCell): string =>
  [cell.source, ...(cell.kind === 'code' ? cell.outputs.map(textOfOutput) : [])].join('\n');

/** What is searched: each cell's source and outputs in lower case, made once. */
export const textsOf = ({ cells }: NotebookDocument): readonly string[] =>
  cells.map((cell) => textOf(cell).toLowerCase());

/** The cells, from 1, that have the words as they stand, whatever their case; none for nothing. */
export function searchTexts(texts: readonly string[], words: string): readonly number[] {
  const wanted = words.trim().toLowerCase();
  if (wanted === '') return [];
  return texts.flatMap((text, index) => (text.includes(wanted) ? [index + 1] : []));
}

/** The hit after or before a cell, round the end. */
export function nextHit(hits: readonly number[], from: number, step: 1 | -1): number | undefined {
  return step === 1
    ? (hits.find((hit) => hit > from) ?? hits[0])
    : (hits.findLast((hit) => hit < from) ?? hits.at(-1));
}
