import { QueryCache, QueryClient } from '@tanstack/react-query';
import { withBase, withoutBase } from './base-path.ts';
import { problemOf } from './problem.ts';

/** Codes after which asking again at once can help. */
const passing: ReadonlySet<string> = new Set(['UNREACHABLE', 'DATABASE_UNAVAILABLE', 'DEADLINE']);

/** A session that ended while a page was open: sign in, then come back to it. */
function askToSignIn(error: unknown): void {
  if (problemOf(error).code !== 'UNAUTHENTICATED' || location.pathname === withBase('/sign-in')) return;
  const next = encodeURIComponent(withoutBase(location.pathname) + location.search);
  location.assign(withBase(`/sign-in?next=${next}`));
}

export const queryClient = new QueryClient({
  queryCache: new QueryCache({ onError: askToSignIn }),
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && passing.has(problemOf(error).code),
    },
    // A command is never repeated by itself: the person decides.
    mutations: { retry: false },
  },
});
