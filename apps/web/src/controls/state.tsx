import { type ReactNode, useId } from 'react';
import { type Problem, problemOf } from '../app/problem.ts';
import { CopyButton, Glyph } from '../marks/index.ts';
import { Button } from './button.tsx';

/** Nothing there: one sentence that answers, and the next step. */
export function Empty({
  title,
  children,
  actions,
}: {
  title: string;
  children?: ReactNode;
  actions?: ReactNode;
}) {
  return (
    <div className="blank">
      <p>
        <b>{title}</b>
      </p>
      {children && <p className="soft">{children}</p>}
      {actions && <div className="steps">{actions}</div>}
    </div>
  );
}

/** What the server refused: its sentence, code and request, and what was kept. */
export function ProblemNote({
  title,
  problem,
  kept,
  actions,
  whole = false,
}: {
  /** What did not happen. */
  title: string;
  problem: Problem;
  kept?: ReactNode;
  actions?: ReactNode;
  /** It stands for a whole page, so its title is the page's. */
  whole?: boolean;
}) {
  const Title = whole ? 'h1' : 'h3';
  const id = useId();
  const forbidden = problem.code === 'FORBIDDEN';
  return (
    <div className={forbidden ? 'problem problem-flat' : 'problem'} role="alert" aria-labelledby={id}>
      <Glyph name={forbidden ? 'lock' : 'cross'} size={18} />
      <div>
        <Title id={id} className="problem-title">
          {title}
        </Title>
        <p className="wrap-anywhere">{problem.message}</p>
        {kept && <p>{kept}</p>}
        <dl>
          <dt>Code</dt>
          <dd className="mono">{problem.code}</dd>
          {problem.requestId && (
            <>
              <dt>Request</dt>
              <dd className="mono">
                {problem.requestId} <CopyButton text={problem.requestId} what="request id" />
              </dd>
            </>
          )}
        </dl>
        {actions && <div className="steps">{actions}</div>}
      </div>
    </div>
  );
}

/** Asking again changes nothing about these. */
const lasting: ReadonlySet<string> = new Set(['FORBIDDEN', 'NOT_FOUND']);

/** A page or section that could not be read. */
export function ReadProblem({
  error,
  retry,
  whole,
}: {
  error: unknown;
  retry?: () => void;
  whole?: boolean;
}) {
  const problem = problemOf(error);
  const title =
    problem.code === 'FORBIDDEN'
      ? 'You may not see this'
      : problem.code === 'NOT_FOUND'
        ? 'There is nothing at this address'
        : 'This could not be read';
  return (
    <ProblemNote
      whole={whole}
      title={title}
      problem={problem}
      kept={
        problem.code === 'FORBIDDEN' &&
        'An owner of the model or an administrator grants roles, under Develop, People.'
      }
      actions={
        retry && !lasting.has(problem.code) ? (
          <Button onClick={retry}>Try again</Button>
        ) : (
          <Button onClick={() => history.back()}>Back</Button>
        )
      }
    />
  );
}
