import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Await, ProblemNote } from '../controls/index.ts';
import { BrandMark } from './brand.tsx';
import { problemOf } from './problem.ts';
import './door.css';

/** Behind `#`: browsers send it to no server, so the secret stands in no log on its way here. */
const secretInAddress = (): string => location.hash.slice(1);

const linkCodes: ReadonlySet<string> = new Set(['LINK_INVALID', 'NOT_FOUND', 'BAD_INPUT', 'FORBIDDEN']);

/** Where the link in a mail leads, without an account: opening it uses nothing up and says nothing. */
export function LinkPage<Data>({
  title,
  wide = false,
  open,
  children,
}: {
  title: string;
  wide?: boolean;
  open: (secret: string) => Promise<Data>;
  children: (data: Data, secret: string) => ReactNode;
}) {
  const [secret] = useState(secretInAddress);
  const query = useQuery({
    queryKey: ['link', secret],
    queryFn: () => open(secret || 'none'),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnWindowFocus: false,
  });
  // What is wrong with a link is said by its code; anything else may be otherwise in a moment.
  const isWrong = linkCodes.has(problemOf(query.error).code);
  return (
    <main className={wide ? 'door door-wide' : 'door'} id="content">
      <title>{`${title} · Countersign`}</title>
      <p className="brand">
        <BrandMark />
        Countersign
      </p>
      {query.error && isWrong ? (
        <ProblemNote whole title="This link does not work" problem={problemOf(query.error)} />
      ) : (
        <Await
          query={query}
          loading={
            <p className="door-wait soft" aria-busy="true">
              Opening what the link leads to.
            </p>
          }
        >
          {(data) => children(data, secret)}
        </Await>
      )}
    </main>
  );
}
