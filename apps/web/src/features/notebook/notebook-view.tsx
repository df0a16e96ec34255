import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Await, Button, Empty } from '../../controls/index.ts';
import { CellView } from './cell-view.tsx';
import { loadNotebook } from './load-notebook.ts';
import type { NotebookDocument } from './notebook-document.ts';
import './notebook.css';

/** Cells that are drawn at first and with every further step. */
const step = 60;

/** The cell that the address names: an outline's link is an ordinary fragment. */
const cellInAddress = (): number => Number(/^#cell-(\d{1,6})$/.exec(location.hash)?.[1] ?? 0);

function Outline({ notebook, onGo }: { notebook: NotebookDocument; onGo: (cell: number) => void }) {
  if (notebook.outline.length === 0) return null;
  return (
    <nav className="notebook-outline" aria-label="Outline of the notebook">
      <p className="cap">Outline</p>
      <ol>
        {notebook.outline.map(({ cell, level, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a heading is its place
          <li key={index} data-level={Math.min(level, 4)}>
            <a href={`#cell-${cell + 1}`} onClick={() => onGo(cell + 1)}>
              {text}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Cells({ notebook }: { notebook: NotebookDocument }) {
  const { cells, language } = notebook;
  const [target, setTarget] = useState(cellInAddress);
  const [asked, setAsked] = useState(step);
  const shown = Math.max(asked, Math.ceil(target / step) * step);
  useEffect(() => {
    if (target > 0) document.getElementById(`cell-${target}`)?.scrollIntoView();
  }, [target]);
  return (
    <div className="notebook">
      <Outline notebook={notebook} onGo={setTarget} />
      <div className="notebook-cells">
        {cells.slice(0, shown).map((cell, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
          <CellView key={index} cell={cell} index={index} language={language} />
        ))}
        {shown < cells.length && (
          <div className="notebook-note">
            <span className="cap">
              Cells 1 to {shown} of {cells.length.toLocaleString('en')}
            </span>
            <Button onClick={() => setAsked(shown + step)}>
              Show {Math.min(step, cells.length - shown)} more
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** A notebook as a document to read. Whatever it brings, nothing of it runs, loads or covers the page. */
export function NotebookView({ url, digest }: { url: string; digest: string }) {
  const query = useQuery({
    queryKey: ['notebook', digest],
    queryFn: ({ signal }) => loadNotebook(url, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  return (
    <Await query={query} loading={<div className="min-h-[640px]" aria-busy="true" />}>
      {(notebook) =>
        notebook === null ? (
          <Empty title="This file is not a notebook that can be read.">
            It can be downloaded with the files.
          </Empty>
        ) : (
          <>
            <p className="cap pb-3">
              {notebook.cells.length.toLocaleString('en')} {notebook.cells.length === 1 ? 'cell' : 'cells'}
              {notebook.kernel && ` · ${notebook.kernel}`}
              {notebook.language && ` · ${notebook.language}`} · notebook format {notebook.format} · shown as
              it was saved, nothing is run
            </p>
            <Cells notebook={notebook} />
          </>
        )
      }
    </Await>
  );
}
