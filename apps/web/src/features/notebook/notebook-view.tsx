import { useQuery } from '@tanstack/react-query';
import { useLocation } from '@tanstack/react-router';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { Await, Button, Empty } from '../../controls/index.ts';
import { CellView } from './cell-view.tsx';
import { findAssumptions } from './find-assumptions.ts';
import { notebookQuery } from './load-notebook.ts';
import { NotebookMarkdown } from './nodes.tsx';
import type { NotebookDocument } from './notebook-document.ts';
import { NotebookSearch } from './notebook-search.tsx';
import './notebook.css';

/** Cells that are drawn at first and with every further step. */
const step = 60;

/** The cell that the address names: an outline's link is an ordinary fragment. */
const cellIn = (hash: string): number => Number(/^#?cell-(\d{1,6})$/.exec(hash)?.[1] ?? 0);

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

/** What the author took for granted, where a section says so: the first thing that a reviewer asks for. */
function AssumptionsSection({
  notebook,
  onGo,
}: {
  notebook: NotebookDocument;
  onGo: (cell: number) => void;
}) {
  const found = useMemo(() => findAssumptions(notebook), [notebook]);
  if (found === null) return null;
  return (
    <section className="notebook-assumptions" aria-label="Assumptions">
      <p className="cap">
        Assumptions, as{' '}
        <a href={`#cell-${found.cell}`} onClick={() => onGo(found.cell)}>
          cell {found.cell.toLocaleString('en')}
        </a>{' '}
        states them
      </p>
      {found.source === '' ? <p>The section is empty.</p> : <NotebookMarkdown source={found.source} />}
    </section>
  );
}

/** Which cells are drawn: those around the one that was asked for, and more of them on either side by hand. */
interface Shown {
  /** From 0; the first that is drawn, and the one after the last. */
  readonly from: number;
  readonly to: number;
  /** The cell to stand at, from 1; 0 for the beginning. */
  readonly target: number;
}

const around = (target: number): Shown => {
  const from = Math.floor(Math.max(0, target - 1) / step) * step;
  return { from, to: from + step, target };
};

type Beside = ((cell: number) => ReactNode) | undefined;

const within = (now: Shown, target: number): Shown =>
  target > now.from && target <= now.to ? { ...now, target } : around(target);

function Cells({ notebook, beside }: { notebook: NotebookDocument; beside: Beside }) {
  const { cells, language } = notebook;
  const [shown, setShown] = useState(() => around(cellIn(location.hash)));
  const [found, setFound] = useState(0);
  useEffect(() => {
    if (shown.target > 0) document.getElementById(`cell-${shown.target}`)?.scrollIntoView();
  }, [shown]);
  const go = (target: number) => setShown((now) => within(now, target));
  const hash = useLocation({ select: (location) => location.hash });
  useEffect(() => {
    const target = cellIn(hash);
    if (target > 0) setShown((now) => within(now, target));
  }, [hash]);
  const goToFound = (cell: number) => {
    setFound(cell);
    go(cell);
  };
  const { from, to } = shown;
  return (
    <div className="notebook">
      <div className="notebook-tools">
        <NotebookSearch notebook={notebook} at={found} onGo={goToFound} />
        <AssumptionsSection notebook={notebook} onGo={go} />
      </div>
      <Outline notebook={notebook} onGo={go} />
      <div className="notebook-cells">
        {from > 0 && (
          <div className="notebook-note">
            <span className="cap">From cell {(from + 1).toLocaleString('en')} on</span>
            <Button onClick={() => setShown({ from: from - step, to, target: 0 })}>Show {step} before</Button>
          </div>
        )}
        {cells.slice(from, to).map((cell, place) => {
          const index = from + place;
          return (
            <CellView
              key={index}
              cell={cell}
              index={index}
              language={language}
              isFound={index + 1 === found}
              beside={beside?.(index + 1)}
            />
          );
        })}
        {to < cells.length && (
          <div className="notebook-note">
            <span className="cap">
              To cell {to.toLocaleString('en')} of {cells.length.toLocaleString('en')}
            </span>
            <Button onClick={() => setShown({ from, to: to + step, target: 0 })}>
              Show {Math.min(step, cells.length - to)} more
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** A notebook as a document to read. Whatever it brings, nothing of it runs, loads or covers the page. */
export function NotebookView({
  url,
  digest,
  beside,
}: {
  url: string;
  digest: string;
  /** What is shown beneath a cell, by its number from 1. */
  beside?: (cell: number) => ReactNode;
}) {
  const query = useQuery(notebookQuery({ url, digest }));
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
            <Cells notebook={notebook} beside={beside} />
          </>
        )
      }
    </Await>
  );
}
