import { Link } from '@tanstack/react-router';

/** Key-set pages: the cursor is in the URL, back is the browser's own. */
export function Paging({
  shown,
  after,
  next,
}: {
  shown: string;
  after: string | undefined;
  next: string | null;
}) {
  return (
    <nav className="table-foot" aria-label="Pages of the table">
      <span>{shown} on this page</span>
      {after && (
        <Link to="." search={(before) => ({ ...before, after: undefined })}>
          First page
        </Link>
      )}
      {next && (
        <Link to="." search={(before) => ({ ...before, after: next })}>
          Next page
        </Link>
      )}
    </nav>
  );
}
