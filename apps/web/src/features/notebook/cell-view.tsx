import { type ReactNode, useMemo } from 'react';
import { codeParts } from './code-parts.ts';
import { NotebookMarkdown } from './nodes.tsx';
import type { NotebookCell } from './notebook-document.ts';
import { OutputView } from './output-view.tsx';

export function Code({ source, language }: { source: string; language: string }) {
  const parts = useMemo(() => codeParts(source, language), [source, language]);
  return (
    <pre className="notebook-source">
      <code>
        {parts.map(({ text, kind }, index) =>
          kind === null ? (
            text
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
            <span key={index} className={`code-${kind}`}>
              {text}
            </span>
          ),
        )}
      </code>
    </pre>
  );
}

function Frame({
  index,
  head,
  isFound,
  beside,
  children,
}: {
  index: number;
  head: string | null;
  isFound: boolean;
  beside: ReactNode;
  children: ReactNode;
}) {
  return (
    <section
      className="notebook-cell"
      id={`cell-${index + 1}`}
      aria-label={`Cell ${index + 1}`}
      aria-current={isFound ? 'true' : undefined}
      tabIndex={-1}
    >
      {head !== null && <p className="cap notebook-count">{head}</p>}
      {children}
      {beside}
    </section>
  );
}

/** `isFound`: the search stands at it. `beside`: what the page has to say about it, beneath it. */
export function CellView({
  cell,
  index,
  language,
  isFound,
  beside = null,
}: {
  cell: NotebookCell;
  index: number;
  language: string;
  isFound: boolean;
  beside?: ReactNode;
}) {
  switch (cell.kind) {
    case 'markdown':
      return (
        <Frame index={index} isFound={isFound} beside={beside} head={null}>
          <NotebookMarkdown source={cell.source} attachments={cell.attachments} />
        </Frame>
      );
    case 'raw':
      return (
        <Frame index={index} isFound={isFound} beside={beside} head="Raw cell, as text">
          <pre className="notebook-text">{cell.source}</pre>
        </Frame>
      );
    case 'code':
      return (
        <Frame
          index={index}
          isFound={isFound}
          beside={beside}
          head={cell.count === null ? 'Code, not run' : `Code, run as ${cell.count}`}
        >
          <Code source={cell.source} language={language} />
          {cell.outputs.map((output, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place
            <OutputView key={place} output={output} />
          ))}
          {cell.more > 0 && (
            <p className="cap">
              {cell.more.toLocaleString('en')} more outputs are in the file, not shown here.
            </p>
          )}
        </Frame>
      );
  }
}
