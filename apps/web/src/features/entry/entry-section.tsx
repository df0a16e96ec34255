import type { EntryFilter } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Await, Empty, Paging, Section, TableLoading } from '../../controls/index.ts';
import { EntryTable, entryColumns } from './entry-table.tsx';
import { entriesQuery } from './queries.ts';

const pageSize = 50;

/** Entries of the ledger that match, newest first, a page at a time. */
export function EntrySection({ filter, first = false }: { filter: EntryFilter; first?: boolean }) {
  const query = useQuery(entriesQuery({ ...filter, limit: pageSize }));
  return (
    <Section first={first} title="Entries" count="newest first">
      <Await query={query} loading={<TableLoading columns={entryColumns} rows={20} />}>
        {({ items, next }) => (
          <>
            <EntryTable
              rows={items}
              empty={<Empty title="No entry matches.">Widen the filter to see more of the ledger.</Empty>}
            />
            <Paging count={items.length} one="entry" many="entries" after={filter.after} next={next} />
          </>
        )}
      </Await>
    </Section>
  );
}
