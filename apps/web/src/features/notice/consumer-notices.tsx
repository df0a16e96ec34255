import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await, Empty, Section, TableLoading } from '../../controls/index.ts';
import { NoticeTable, ownNoticeColumns } from './notice-table.tsx';
import { noticesQuery } from './queries.ts';

const shown = 10;

/** What one consumer was told, the newest first. */
export function ConsumerNotices({ consumer }: { consumer: string }) {
  const query = useQuery(noticesQuery({ consumer, limit: shown }));
  const all = Object.values(query.data?.counts ?? {}).reduce((sum, count) => sum + count, 0);
  return (
    <Section
      title="Notices"
      count={query.data && all}
      right={
        all > shown && (
          <Link to="/notices" search={{ show: 'all', consumer }}>
            All of them
          </Link>
        )
      }
    >
      <Await query={query} loading={<TableLoading columns={ownNoticeColumns} rows={2} roomy />}>
        {({ items }) => (
          <NoticeTable
            own
            rows={items}
            empty={
              <Empty title="It was told nothing yet.">
                A recall or a deprecation of a version that it uses tells it.
              </Empty>
            }
          />
        )}
      </Await>
    </Section>
  );
}
