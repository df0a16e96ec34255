import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const subscriptionsQuery = (filter: { model?: string; after?: string | undefined; limit?: number }) =>
  queryOptions({
    queryKey: ['subscription', 'list', filter],
    queryFn: () => api.subscription.list.query({ limit: 50, ...filter }),
  });

export const subscriberQuery = queryOptions({
  queryKey: ['subscription', 'settings'],
  queryFn: () => api.subscription.settings.query(),
});

/** What is noted is noted a moment after its entry, so these are looked at again while they are open; not what failed, whose problem would come and go. */
const lookAgainMs = 5_000;

export const followedQuery = (filter: {
  model?: string | undefined;
  group?: NonNullable<Parameters<typeof api.subscription.followed.query>[0]>['group'];
  after?: string | undefined;
  limit?: number;
}) =>
  queryOptions({
    queryKey: ['subscription', 'followed', filter],
    queryFn: () => api.subscription.followed.query({ limit: 50, ...filter }),
    refetchInterval: ({ state }) => (state.status === 'error' ? false : lookAgainMs),
  });
