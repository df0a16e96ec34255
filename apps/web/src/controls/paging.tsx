import { Link } from '@tanstack/react-router';
import { counted } from '../marks/index.ts';

/** Key-set pages: the cursor is in the URL, as `by`; back is the browser's own. Of an empty list there is nothing to say. */
export function Paging({
  count,
  one,
  many,
  by = 'after',
  label = 'Pages of the table',
  after,
  next,
}: {
  count: number;
  /** The word for one row, and for several where it is not formed by an s. */
  one: string;
  many?: string;
  by?: string;
  label?: string;
  after: string | undefined;
  next: string | null;
}) {
  const isWhole = !after && !next;
  if (isWhole && count === 0) return null;
  const to = (cursor: string | undefined) => (before: object) => ({ ...before, [by]: cursor });
  return (
    <nav className="table-foot" aria-label={label}>
      <span>
        {counted(count, one, many)}
        {!isWhole && ' on this page'}
      </span>
      {after && (
        <Link to="." search={to(undefined)} resetScroll={by === 'after'}>
          First page
        </Link>
      )}
      {next && (
        <Link to="." search={to(next)} resetScroll={by === 'after'}>
          Next page
        </Link>
      )}
    </nav>
  );
}
