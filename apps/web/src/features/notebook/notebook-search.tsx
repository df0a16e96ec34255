import { type KeyboardEvent, useDeferredValue, useMemo, useState } from 'react';
import { Button, TextField } from '../../controls/index.ts';
import type { NotebookDocument } from './notebook-document.ts';
import { nextHit, searchTexts, textsOf } from './search-notebook.ts';

const told = (hits: readonly number[], at: number): string => {
  if (hits.length === 0) return 'In no cell';
  const place = hits.indexOf(at) + 1;
  const cells = `${hits.length.toLocaleString('en')} ${hits.length === 1 ? 'cell' : 'cells'}`;
  return place > 0 ? `${place.toLocaleString('en')} of ${cells}: cell ${at.toLocaleString('en')}` : cells;
};

/** Words in the cells and what they put out; `at` is the cell that the page stands at, from 1. */
export function NotebookSearch({
  notebook,
  at,
  onGo,
}: {
  notebook: NotebookDocument;
  at: number;
  onGo: (cell: number) => void;
}) {
  const [words, setWords] = useState('');
  const asked = useDeferredValue(words);
  const isAsked = asked.trim() !== '';
  // Made when somebody searches, not for everybody who reads.
  const texts = useMemo(() => (isAsked ? textsOf(notebook) : []), [isAsked, notebook]);
  const hits = useMemo(() => searchTexts(texts, asked), [texts, asked]);
  const go = (step: 1 | -1) => {
    const hit = nextHit(hits, at, step);
    if (hit !== undefined) onGo(hit);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    go(event.shiftKey ? -1 : 1);
  };
  return (
    <search className="notebook-search" aria-label="In the notebook">
      <TextField
        label="Search in the notebook"
        type="search"
        value={words}
        onChange={(event) => setWords(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {hits.length > 0 && (
        <>
          <Button onClick={() => go(-1)}>Previous</Button>
          <Button onClick={() => go(1)}>Next</Button>
        </>
      )}
      <p className="cap" aria-live="polite">
        {isAsked && told(hits, at)}
      </p>
    </search>
  );
}
