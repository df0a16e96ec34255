import type { Thread } from '@countersign/contracts';
import { Link } from '@tanstack/react-router';
import { useEffect, useId, useRef, useState } from 'react';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';
import { Result, When } from '../../marks/index.ts';
import { CommentForm } from './comment-form.tsx';
import { CommentItem } from './comment-item.tsx';

/** Shown is seen: comments that mention me leave my inbox. */
function useSeen(thread: Thread): void {
  const { mutate } = useCommand(() => api.discussion.see.mutate({ threadId: thread.id }));
  const told = useRef('');
  const fresh = thread.comments
    .filter(({ isNew }) => isNew)
    .map(({ id }) => id)
    .join();
  useEffect(() => {
    if (fresh === '' || told.current === fresh) return;
    told.current = fresh;
    mutate();
  }, [fresh, mutate]);
}

function About({ thread: { evidence, path, cell } }: { thread: Thread }) {
  if (evidence) {
    return (
      <Link
        to="."
        search={(before) => ({ ...before, tab: 'evidence', evidence: evidence.id, thread: undefined })}
      >
        About {evidence.name}
      </Link>
    );
  }
  if (path && cell !== null) {
    return (
      <Link
        to="."
        search={(before) => ({ ...before, tab: 'notebooks', notebook: path, thread: undefined })}
        hash={`cell-${cell}`}
      >
        About cell {cell} of <span className="mono">{path}</span>
      </Link>
    );
  }
  if (path) {
    return (
      <Link to="." search={(before) => ({ ...before, tab: 'files', file: path, thread: undefined })}>
        About <span className="mono">{path}</span>
      </Link>
    );
  }
  return <span>About the version</span>;
}

export function ThreadItem({
  thread,
  model,
  mayWrite,
  named,
}: {
  thread: Thread;
  model: string;
  mayWrite: boolean;
  /** Whether what it is about has to be said. */
  named: boolean;
}) {
  const id = useId();
  const [replying, setReplying] = useState(false);
  useSeen(thread);
  const { resolved } = thread;
  const resolve = useCommand(() =>
    api.discussion.resolve.mutate({ threadId: thread.id, resolved: resolved === null }),
  );
  return (
    <article className="thread" aria-labelledby={id}>
      <header id={id}>
        {named && <About thread={thread} />}
        <span className="cap">
          {thread.by.name} at revision {thread.revision}, <When at={thread.openedAt} />
        </span>
        {resolved && (
          <span className="thread-state">
            <Result tone="ok">Resolved</Result>{' '}
            <span className="cap">
              by {resolved.by.name}, <When at={resolved.at} />
            </span>
          </span>
        )}
      </header>
      <ol>
        {thread.comments.map((comment) => (
          <CommentItem key={comment.id} comment={comment} model={model} mayEdit={mayWrite && !resolved} />
        ))}
      </ol>
      {mayWrite && (
        <footer>
          {replying && !resolved ? (
            <CommentForm
              label="Your answer"
              verb="Answer"
              refused="The comment was not added"
              model={model}
              onSend={(text, mentions) =>
                api.discussion.comment.mutate({ threadId: thread.id, text, mentions })
              }
              onDone={() => setReplying(false)}
              onCancel={() => setReplying(false)}
            />
          ) : (
            <div className="steps">
              {!resolved && (
                <Button small onClick={() => setReplying(true)}>
                  Reply
                </Button>
              )}
              <Button small busy={resolve.isPending} onClick={() => resolve.mutate()}>
                {resolved ? 'Reopen' : 'Resolve'}
              </Button>
            </div>
          )}
          {resolve.error && (
            <ProblemNote
              title={resolved ? 'Not reopened' : 'Not resolved'}
              problem={problemOf(resolve.error)}
            />
          )}
        </footer>
      )}
    </article>
  );
}
