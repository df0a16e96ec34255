import type { ReactNode } from 'react';
import { problemOf } from '../app/problem.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { ProblemNote } from './state.tsx';

/** A sheet that asks for what a command needs and stays, with everything typed, until the server has answered. */
export function CommandDialog({
  title,
  caption,
  verb,
  kind = 'main',
  busy,
  error,
  refused,
  ready = true,
  onSubmit,
  onClose,
  children,
}: {
  title: ReactNode;
  caption?: ReactNode;
  verb: string;
  kind?: 'main' | 'stop';
  busy: boolean;
  error: unknown;
  /** What did not happen, as the head of a refusal. */
  refused: string;
  ready?: boolean;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  return (
    <Dialog title={title} caption={caption} onClose={onClose}>
      <form
        className="dialog-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !busy) onSubmit();
        }}
      >
        {children}
        {error ? <ProblemNote title={refused} problem={problemOf(error)} /> : null}
        <div className="steps">
          <Button kind={kind} submit busy={busy} off={!ready}>
            {busy ? `${verb}: waiting for the server` : verb}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
        </div>
      </form>
    </Dialog>
  );
}
