import { Link } from '@tanstack/react-router';
import { countText } from './figure-text.ts';

/** What stands for an entry in an address: its number, or for the moment before it is numbered its id. */
export const entryInAddress = (number: number | null, id: string): string =>
  number === null ? `id-${id}` : String(number);

/** The number of an entry and a link to it; for a moment it is committed and not numbered yet. */
export function EntryLink({ number, id }: { number: number | null; id?: string }) {
  if (number === null && id === undefined) return <span className="muted">not numbered yet</span>;
  return (
    <Link className="quiet" to="/audit/e/$entry" params={{ entry: entryInAddress(number, id ?? '') }}>
      {number === null ? 'not numbered yet' : countText(number)}
    </Link>
  );
}
