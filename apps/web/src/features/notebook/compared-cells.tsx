import type { NotebookRow } from '@countersign/contracts';
import { type ReactNode, useMemo, useState } from 'react';
import { Button } from '../../controls/index.ts';
import { LineDiff } from '../../controls/line-diff.tsx';
import { Code } from './cell-view.tsx';
import { comparedParts } from './compared-parts.ts';
import type { NotebookCell, NotebookDocument } from './notebook-document.ts';
import { OutputView } from './output-view.tsx';

/** Rows that are drawn at first and with every further step. */
const step = 60;

const changeWord: Record<NotebookRow['change'], string | null> = {
  same: null,
  changed: 'changed',
  added: 'added',
  removed: 'removed',
};

const wordsOf = ({ change, moved, outputs }: NotebookRow): string =>
  [changeWord[change], moved && 'moved', outputs === 'changed' && 'other outputs']
    .filter(Boolean)
    .join(', ') || 'the same';

function placeText({ before, after }: NotebookRow): string {
  if (before === null) return `Cell ${after}`;
  if (after === null) return `Cell ${before} before`;
  return before === after ? `Cell ${after}` : `Cell ${after}, cell ${before} before`;
}

const outputsOf = (cell: NotebookCell | undefined) => (cell?.kind === 'code' ? cell.outputs : []);

function Outputs({ title, cell }: { title: string; cell: NotebookCell | undefined }) {
  const outputs = outputsOf(cell);
  return (
    <div>
      <p className="cap">{title}</p>
      {outputs.length === 0 ? (
        <p className="muted">none</p>
      ) : (
        // biome-ignore lint/suspicious/noArrayIndexKey: an output is its place
        outputs.map((output, place) => <OutputView key={place} output={output} />)
      )}
    </div>
  );
}

function Row({
  row,
  before,
  after,
  link,
}: {
  row: NotebookRow;
  before: NotebookDocument;
  after: NotebookDocument;
  link: (row: NotebookRow, text: string) => ReactNode;
}) {
  const old = row.before === null ? undefined : before.cells[row.before - 1];
  const now = row.after === null ? undefined : after.cells[row.after - 1];
  const place = placeText(row);
  return (
    <section className="compared-cell" aria-label={`${place}, ${wordsOf(row)}`}>
      <p className="compared-head">
        <b>{link(row, place)}</b> <span className="cap">{wordsOf(row)}</span>
      </p>
      {row.change === 'same' ? (
        <Code source={now?.source ?? ''} language={now?.kind === 'code' ? after.language : ''} />
      ) : (
        <LineDiff code label={`${place}, difference`} before={old?.source ?? ''} after={now?.source ?? ''} />
      )}
      {row.outputs === 'changed' && (
        <div className="halves">
          <Outputs title="Outputs before" cell={old} />
          <Outputs title="Outputs now" cell={now} />
        </div>
      )}
      {row.outputs === 'same' && <p className="cap pt-1">The outputs are the same.</p>}
      {row.change === 'added' && outputsOf(now).length > 0 && <Outputs title="Outputs" cell={now} />}
      {row.change === 'removed' && outputsOf(old).length > 0 && <Outputs title="Outputs" cell={old} />}
    </section>
  );
}

/** Cells of two notebooks in one column; those that stay are left out unless `whole`, and only as many drawn as are read. */
export function ComparedCells({
  rows,
  before,
  after,
  whole,
  link,
}: {
  rows: readonly NotebookRow[];
  before: NotebookDocument;
  after: NotebookDocument;
  whole: boolean;
  link: (row: NotebookRow, text: string) => ReactNode;
}) {
  const [to, setTo] = useState(step);
  const parts = useMemo(() => comparedParts(rows, whole), [rows, whole]);
  return (
    <div className="compared-cells">
      {parts.slice(0, to).map((part) =>
        'left' in part ? (
          <p key={`left ${part.from}`} className="cap compared-left">
            {part.left === 1 ? 'A cell is' : `${part.left.toLocaleString('en')} cells are`} the same
          </p>
        ) : (
          <Row
            key={`${part.row.before ?? ''}/${part.row.after ?? ''}`}
            row={part.row}
            before={before}
            after={after}
            link={link}
          />
        ),
      )}
      {to < parts.length && (
        <div className="notebook-note">
          <span className="cap">
            {to.toLocaleString('en')} of {parts.length.toLocaleString('en')} places
          </span>
          <Button onClick={() => setTo(to + step)}>Show {Math.min(step, parts.length - to)} more</Button>
        </div>
      )}
    </div>
  );
}
