import { Link } from '@tanstack/react-router';
import { countText } from './figure-text.ts';

/** The number of an entry, a link where its id is known; for a moment it is committed and not numbered yet. */
export function EntryLink({ number, id }: { number: number | null; id?: string }) {
  if (id === undefined) {
    return number === null ? <span className="muted">not numbered yet</span> : countText(number);
  }
  return (
    <Link className="quiet" to="/audit/e/$entry" params={{ entry: id }}>
      {number === null ? 'not numbered yet' : countText(number)}
    </Link>
  );
}
