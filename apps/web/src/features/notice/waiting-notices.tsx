import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Section } from '../../controls/index.ts';
import { NoticeTable } from './notice-table.tsx';
import { noticesQuery } from './queries.ts';

/** Open notices of the consumers for whom I answer that still ask for something; nothing at all where there is none. */
export function WaitingNotices() {
  const { data } = useQuery(noticesQuery({ mine: true, waiting: true, limit: 50 }));
  const rows = data?.items ?? [];
  if (rows.length === 0) return null;
  return (
    <Section
      title="Notices to answer"
      count={`${rows.length}${data?.next ? '+' : ''}`}
      right={<Link to="/notices">All notices</Link>}
    >
      <NoticeTable rows={rows} />
    </Section>
  );
}
