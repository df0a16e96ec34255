import type { VersionAddress } from '@countersign/contracts';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { selfState } from '../../app/self-state.ts';
import { Await, FilterSegments, Paging, Section } from '../../controls/index.ts';
import { threadsQuery } from './queries.ts';
import { Threads } from './threads.tsx';

const states = [
  { state: undefined, word: 'Open', none: 'No thread is open.' },
  { state: 'resolved', word: 'Resolved', none: 'No thread is resolved.' },
  { state: 'all', word: 'All', none: 'Nobody has said anything yet.' },
] as const;

/** The discussion of a version: its open threads, the newest first, or the one thread that the URL names. */
export function DiscussionTab({
  address,
  state,
  thread,
  after,
}: {
  address: VersionAddress;
  state: 'resolved' | 'all' | undefined;
  thread: string | undefined;
  after: string | undefined;
}) {
  const query = useQuery(
    threadsQuery({
      ...address,
      ...(thread ? { threadId: thread } : state === 'all' ? {} : { state: state ?? 'open' }),
      ...(after ? { after } : {}),
    }),
  );
  return (
    <Section
      first
      title="Discussion"
      right={
        thread && (
          <Link to="." search={(before) => ({ ...before, thread: undefined })}>
            All threads
          </Link>
        )
      }
    >
      {!thread && (
        <div className="tools">
          <FilterSegments label="Show threads">
            {states.map((one) => (
              <Link
                key={one.word}
                to="."
                search={(before) => ({ ...before, threads: one.state, after: undefined })}
                resetScroll={false}
                aria-current={state === one.state ? 'true' : undefined}
                activeOptions={selfState}
              >
                {one.word}
              </Link>
            ))}
          </FilterSegments>
        </div>
      )}
      <Await query={query} loading={<div className="min-h-[320px]" aria-busy="true" />}>
        {(page) => (
          <>
            <Threads
              address={address}
              about={{}}
              page={page}
              none={states.find((one) => one.state === state)?.none ?? ''}
            />
            {(after || page.next) && (
              <Paging count={page.items.length} one="thread" after={after} next={page.next} />
            )}
          </>
        )}
      </Await>
    </Section>
  );
}
