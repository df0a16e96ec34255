import type { Receipt } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countText } from '../../marks/index.ts';
import { entryQuery } from './queries.ts';

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

/** `entry 1,285`, asked for again until the sequencer has numbered it. */
export function EntryNumber({ receipt }: { receipt: Receipt }) {
  const id = receipt.entryIds[0] ?? '';
  const query = useQuery({
    ...entryQuery(id),
    enabled: receipt.number === null && id !== '',
    refetchInterval: ({ state }) => (state.data?.row.number == null ? 500 : false),
  });
  const number = receipt.number ?? query.data?.row.number ?? null;
  return (
    <>
      entry <EntryLink number={number} id={id} />
    </>
  );
}
