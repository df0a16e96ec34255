import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

/** The signed-in person, or null; polled, because it also carries what waits and the ledger's head. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: () => api.session.me.query(),
  refetchInterval: 30_000,
});

export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: () => api.session.welcome.query(),
});
