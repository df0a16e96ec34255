import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ReadProblem } from './state.tsx';

/** The answer of a query, or its loading form of the same height, or what went wrong. */
export function Await<Data>({
  query,
  loading,
  children,
}: {
  query: UseQueryResult<Data>;
  loading: ReactNode;
  children: (data: Data) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <ReadProblem error={query.error} retry={() => void query.refetch()} />;
  return loading;
}
