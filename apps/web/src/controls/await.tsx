import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ReadProblem } from './state.tsx';

/** The answer of a query, or its loading form of the same height, or what went wrong. */
export function Await<Data>({
  query,
  loading,
  whole = false,
  children,
}: {
  query: UseQueryResult<Data>;
  loading: ReactNode;
  /** The query is the whole page: without its answer there is nothing else to show. */
  whole?: boolean;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) {
    const problem = <ReadProblem whole={whole} error={query.error} retry={() => void query.refetch()} />;
    return whole ? <div className="page">{problem}</div> : problem;
  }
  return loading;
}
