import type { VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Await } from '../../controls/index.ts';
import { threadsQuery } from './queries.ts';
import { type About, Threads } from './threads.tsx';

/** The newest threads about one piece of evidence or one file, in its drawer. */
export function DiscussionOf({ address, about }: { address: VersionAddress; about: About }) {
  const query = useQuery(threadsQuery({ ...address, ...about }));
  return (
    <section aria-label="Discussion" className="drawer-discussion">
      <h3>Discussion</h3>
      <Await query={query} loading={<div className="min-h-[120px]" aria-busy="true" />}>
        {(page) => (
          <>
            <Threads
              address={address}
              about={about}
              page={page}
              none="Nobody has said anything about it yet."
            />
            {page.next && (
              <Link to="/m/$model/v/$version" params={address} search={{ tab: 'discussion', threads: 'all' }}>
                Earlier threads are in the discussion of the version
              </Link>
            )}
          </>
        )}
      </Await>
    </section>
  );
}
