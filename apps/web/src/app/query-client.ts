import { QueryClient } from '@tanstack/react-query';
import { problemOf } from './problem.ts';

/** Codes after which asking again at once can help. */
const passing: ReadonlySet<string> = new Set(['UNREACHABLE', 'DATABASE_UNAVAILABLE', 'DEADLINE']);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => failures < 2 && passing.has(problemOf(error).code),
    },
    // A command is never repeated by itself: the person decides.
    mutations: { retry: false },
  },
});
