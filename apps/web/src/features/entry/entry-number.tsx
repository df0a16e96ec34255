import type { Receipt } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { EntryLink } from '../../marks/index.ts';
import { entryQuery } from './queries.ts';

/** `entry 1,285`, asked for again until the sequencer has numbered it. */
export function EntryNumber({ receipt }: { receipt: Receipt }) {
  const id = receipt.entryIds[0] ?? '';
  const query = useQuery({
    ...entryQuery({ id }),
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
