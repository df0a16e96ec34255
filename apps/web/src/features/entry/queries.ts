import type { EntryAddress, EntryFilter } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const entriesQuery = (filter: EntryFilter) =>
  queryOptions({ queryKey: ['entry', 'list', filter], queryFn: () => api.entry.list.query(filter) });

export const entryQuery = (address: EntryAddress) =>
  queryOptions({ queryKey: ['entry', 'read', address], queryFn: () => api.entry.read.query(address) });

/** Null while no checkpoint covers the entry. */
export const proofQuery = (id: string) =>
  queryOptions({
    queryKey: ['entry', 'proof', id],
    queryFn: () => api.entry.proof.query({ id }),
    // A moment after its change, an entry waits for its number.
    refetchInterval: ({ state }) => (state.data === null ? 2_000 : false),
  });

/** What the address of an entry's page names: `1285` a number, `id-1285` an id; null where it names neither. */
export function entryAddressOf(text: string): EntryAddress | null {
  const [, id] = /^id-(\d{1,18})$/.exec(text) ?? [];
  if (id !== undefined) return { id };
  return /^\d{1,15}$/.test(text) ? { number: Number(text) } : null;
}
