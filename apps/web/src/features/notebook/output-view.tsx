import { useMemo, useState } from 'react';
import { Button } from '../../controls/index.ts';
import { ansiParts } from './ansi.ts';
import { Nodes, NotebookMarkdown } from './nodes.tsx';
import type { NotebookOutput } from './notebook-document.ts';
import { sealedDocument, tableNodes } from './safe-html.ts';

function Terminal({ text, className }: { text: string; className: string }) {
  const parts = useMemo(() => ansiParts(text), [text]);
  return (
    <pre className={className}>
      {parts.map(({ text, classes }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
        <span key={index} className={classes || undefined}>
          {text}
        </span>
      ))}
    </pre>
  );
}

const Cut = () => <p className="cap">Cut here; the file has all of it.</p>;

function Trace({ text }: { text: string }) {
  const lines = text.split('\n').length;
  return (
    <details open={lines <= 24}>
      <summary>Traceback, {lines} lines</summary>
      <Terminal className="notebook-text" text={text} />
    </details>
  );
}

/**
 * HTML of an output is never part of the page: its tables are rebuilt from their texts, anything else is shown on
 * request in a document of its own, in which nothing runs, loads or leads elsewhere.
 */
function HtmlOutput({ html, text }: { html: string; text: string }) {
  const hasTable = useMemo(() => tableNodes(html) !== null, [html]);
  const make = useMemo(() => () => tableNodes(html) ?? document.createDocumentFragment(), [html]);
  const [opened, setOpened] = useState(false);
  const sealed = useMemo(() => (opened ? sealedDocument(html) : ''), [opened, html]);
  if (hasTable) return <Nodes className="prose notebook-table" make={make} />;
  return (
    <>
      {text !== '' && !opened && <pre className="notebook-text">{text}</pre>}
      {opened ? (
        <iframe
          className="notebook-frame"
          title="HTML of this output, sealed: nothing in it runs or loads"
          sandbox=""
          srcDoc={sealed}
          referrerPolicy="no-referrer"
        />
      ) : (
        <p className="notebook-note">
          <span className="cap">This output is HTML. It is shown sealed: nothing in it runs or loads.</span>
          <Button small onClick={() => setOpened(true)}>
            Show the HTML, sealed
          </Button>
        </p>
      )}
    </>
  );
}

function Unknown({ type, text, cut }: { type: string; text: string; cut: boolean }) {
  return (
    <details className="notebook-unknown">
      <summary>
        {type}
        <span className="cap"> is not run here; its text</span>
      </summary>
      <pre className="notebook-text">{text}</pre>
      {cut && <Cut />}
    </details>
  );
}

export function OutputView({ output }: { output: NotebookOutput }) {
  switch (output.kind) {
    case 'text':
      return (
        <>
          {output.stream === 'error' && <p className="cap">Written to the error stream</p>}
          <Terminal className="notebook-text" text={output.text} />
          {output.cut && <Cut />}
        </>
      );
    case 'failure':
      return (
        <div className="notebook-failure">
          <p>
            <b>{output.name || 'Error'}</b>
            {output.value !== '' && `: ${output.value}`}
          </p>
          {output.trace !== '' && <Trace text={output.trace} />}
        </div>
      );
    case 'picture':
      return (
        <img className="notebook-picture" src={output.url} alt={output.alt} loading="lazy" decoding="async" />
      );
    case 'markdown':
      return <NotebookMarkdown source={output.source} />;
    case 'maths':
      return <MathsOutput source={output.source} />;
    case 'html':
      return <HtmlOutput html={output.html} text={output.text} />;
    case 'unknown':
      return <Unknown type={output.type} text={output.text} cut={output.cut} />;
  }
}

function MathsOutput({ source }: { source: string }) {
  const make = useMemo(
    () => () => {
      const nodes = document.createDocumentFragment();
      const place = document.createElement('div');
      place.dataset.maths = 'display';
      place.textContent = source.trim().replace(/^(?:\$\$?|\\\[|\\\()|(?:\$\$?|\\\]|\\\))$/g, '');
      nodes.append(place);
      return nodes;
    },
    [source],
  );
  return <Nodes className="prose" make={make} />;
}
