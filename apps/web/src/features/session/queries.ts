import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import { applyPreferences } from '../../app/preferences.ts';

/** The signed-in person, or null; polled, because it also carries what waits and the ledger's head. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  queryFn: async () => {
    const me = await api.session.me.query();
    if (me) applyPreferences(me.preferences);
    return me;
  },
  refetchInterval: 30_000,
});

export const welcomeQuery = queryOptions({
  queryKey: ['welcome'],
  queryFn: () => api.session.welcome.query(),
});
