import type { CellThread, VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '../../app/api.ts';
import { Button } from '../../controls/index.ts';
import { CommentForm } from './comment-form.tsx';
import { cellThreadsQuery } from './queries.ts';
import { ThreadItem } from './thread-item.tsx';
import './discussion.css';

/** A notebook of a version, by its path. */
export interface NotebookOf {
  readonly address: VersionAddress;
  readonly path: string;
}

const aboutText: Record<Exclude<CellThread['about'], 'here'>, string> = {
  'same-text': 'The cell says the same here.',
  'earlier-text': 'About an earlier text of this cell.',
  gone: 'The cell is gone.',
};

function Placed({ item, of, mayWrite }: { item: CellThread; of: NotebookOf; mayWrite: boolean }) {
  const { version, about, thread } = item;
  return (
    <>
      {about !== 'here' && (
        <p className="cap">
          {aboutText[about]} Opened in{' '}
          <Link
            to="/m/$model/v/$version"
            params={{ model: of.address.model, version }}
            search={{ tab: 'notebooks', notebook: of.path }}
            hash={`cell-${thread.cell}`}
          >
            {version}
          </Link>
        </p>
      )}
      <ThreadItem thread={thread} model={of.address.model} mayWrite={mayWrite} named={false} />
    </>
  );
}

/** What was said about one cell, here and in earlier versions, and the field that begins another thread about it. */
export function CellDiscussion({ of, cell }: { of: NotebookOf; cell: number }) {
  const { data } = useQuery(cellThreadsQuery({ ...of.address, path: of.path }));
  const [writing, setWriting] = useState(false);
  if (!data) return null;
  const mayWrite = data.reasons.length === 0;
  const items = data.items.filter((item) => item.cell === cell);
  if (items.length === 0 && !mayWrite) return null;
  return (
    <div className="cell-discussion">
      {items.map((item) => (
        <Placed key={item.thread.id} item={item} of={of} mayWrite={mayWrite} />
      ))}
      {mayWrite &&
        (writing ? (
          <CommentForm
            label={`New thread about cell ${cell}`}
            verb="Open a thread"
            refused="The thread was not opened"
            model={of.address.model}
            onSend={(text, mentions) =>
              api.discussion.open.mutate({ ...of.address, path: of.path, cell, text, mentions })
            }
            onDone={() => setWriting(false)}
            onCancel={() => setWriting(false)}
          />
        ) : (
          <Button small onClick={() => setWriting(true)}>
            Comment<span className="sr"> on cell {cell}</span>
          </Button>
        ))}
    </div>
  );
}

/** Where the notebook is commented on, in words that lead there; and what was said about cells that are gone. */
export function CellsDiscussed({ of }: { of: NotebookOf }) {
  const { data } = useQuery(cellThreadsQuery({ ...of.address, path: of.path }));
  if (!data || data.items.length === 0) return null;
  const cells = [...new Set(data.items.flatMap(({ cell }) => cell ?? []))].sort((a, b) => a - b);
  const gone = data.items.filter(({ about }) => about === 'gone');
  return (
    <section className="cells-discussed" aria-label="Comments on cells">
      {cells.length > 0 && (
        <p className="flex flex-wrap gap-x-3">
          <span className="soft">Comments on</span>
          {cells.map((cell) => (
            <Link key={cell} to="." search={(before) => before} hash={`cell-${cell}`}>
              cell {cell}
            </Link>
          ))}
        </p>
      )}
      {gone.map((item) => (
        <Placed key={item.thread.id} item={item} of={of} mayWrite={data.reasons.length === 0} />
      ))}
      {data.more && <p className="cap">There are more, in the discussions of earlier versions.</p>}
    </section>
  );
}
