import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Section } from '../../controls/index.ts';
import { NoticeTable } from './notice-table.tsx';
import { noticesQuery } from './queries.ts';
import { isOver } from './words.ts';

/** Open notices of the consumers for whom I answer that are not settled; nothing at all where there is none. */
export function WaitingNotices() {
  const { data } = useQuery(noticesQuery({ mine: true, open: true, limit: 50 }));
  const rows = (data?.items ?? []).filter(
    (notice) => !isOver(notice) && notice.state !== 'migrated' && notice.state !== 'risk-accepted',
  );
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
