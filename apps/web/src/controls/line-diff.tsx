import { useMemo } from 'react';
import { type Line, lineChanges } from './line-changes.ts';

const marked = { '+': 'diff-added', '−': 'diff-removed', ' ': undefined } as const;

function Parts({ parts }: Pick<Line, 'parts'>) {
  return parts.map(({ text, is }, index) =>
    is ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece is its place
      <b key={index} className="diff-words">
        {text}
      </b>
    ) : (
      text
    ),
  );
}

/**
 * What changed between two texts, line by line and in a line word by word; a sign stands before each line, so colour
 * is not needed. `code`: in the typeface of code.
 */
export function LineDiff({
  label,
  before,
  after,
  code = false,
}: {
  label: string;
  before: string;
  after: string;
  code?: boolean;
}) {
  const lines = useMemo(() => lineChanges(before, after), [before, after]);
  if (before === after) return <p className="soft">The text is the same.</p>;
  return (
    <section className={code ? 'line-diff mono' : 'line-diff'} aria-label={label}>
      {lines.map((line, index) =>
        line === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <div key={index} className="diff-gap">
            <span aria-hidden="true">⋯</span>
            <span className="sr">unchanged lines left out</span>
          </div>
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <div key={index} className={marked[line.mark]}>
            <span>
              {line.mark}
              {line.mark !== ' ' && (
                <span className="sr">{line.mark === '+' ? ' added: ' : ' removed: '}</span>
              )}
            </span>
            <span>
              <Parts parts={line.parts} />{' '}
            </span>
          </div>
        ),
      )}
    </section>
  );
}
