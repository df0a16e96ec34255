import { diffLines } from 'diff';
import { useMemo } from 'react';

interface Line {
  mark: '+' | '−' | ' ';
  text: string;
}

/** Lines that stay are kept only near a change, two on either side, as in a printed comparison. */
const context = 2;

function linesOf(before: string, after: string): Line[] {
  return diffLines(before, after).flatMap(({ value, added, removed }): Line[] =>
    value
      .replace(/\n$/, '')
      .split('\n')
      .map((text) => ({ mark: added ? '+' : removed ? '−' : ' ', text })),
  );
}

function nearChanges(lines: readonly Line[]): (Line | null)[] {
  const kept: (Line | null)[] = [];
  lines.forEach((line, index) => {
    const near = lines.slice(Math.max(0, index - context), index + context + 1);
    if (near.some(({ mark }) => mark !== ' ')) kept.push(line);
    else if (kept.at(-1) !== null) kept.push(null);
  });
  return kept;
}

/** What changed between two texts, line by line; a sign stands before each line, so colour is not needed. */
export function LineDiff({ label, before, after }: { label: string; before: string; after: string }) {
  const lines = useMemo(() => nearChanges(linesOf(before, after)), [before, after]);
  if (before === after) return <p className="soft">The text is the same.</p>;
  return (
    <section className="line-diff" aria-label={label}>
      {lines.map((line, index) =>
        line === null ? (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
          <div key={index} className="diff-gap">
            <span aria-hidden="true">⋯</span>
            <span className="sr">unchanged lines left out</span>
          </div>
        ) : (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is its place
            key={index}
            className={line.mark === '+' ? 'diff-added' : line.mark === '−' ? 'diff-removed' : undefined}
          >
            <span>
              {line.mark}
              {line.mark !== ' ' && (
                <span className="sr">{line.mark === '+' ? ' added: ' : ' removed: '}</span>
              )}
            </span>
            <span>{line.text || ' '}</span>
          </div>
        ),
      )}
    </section>
  );
}
