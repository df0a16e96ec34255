import {
  FollowedFilter,
  FollowedPage,
  Subscriber,
  SubscriptionFilter,
  SubscriptionPage,
} from '@countersign/contracts';
import { listFollowed, listSubscriptions, readSubscriber } from '@countersign/governance';
import * as z from 'zod/mini';
import { PageQuery } from './query.ts';
import { route } from './route.ts';

/** For programs that show a person what they follow; what it is, people choose in the portal. */
export const subscriptionRoutes = [
  route('GET /subscriptions', {
    summary: 'What you follow: by model, kind of event and person, and how you are told. Newest first.',
    scope: 'read',
    query: z.extend(z.omit(SubscriptionFilter, { limit: true, after: true }), PageQuery.shape),
    reply: SubscriptionPage,
    answer: (ctx, { query }) => listSubscriptions(ctx, query),
  }),
  route('GET /subscriptions/settings', {
    summary: 'When you are told: zone, quiet hours, the hour of digests, and the next of them.',
    scope: 'read',
    reply: Subscriber,
    answer: (ctx) => readSubscriber(ctx),
  }),
  route('GET /followed', {
    summary:
      'What happened of what you follow in the last ninety days, as far as you may see it. Newest first.',
    scope: 'read',
    query: z.extend(z.omit(FollowedFilter, { limit: true, after: true }), PageQuery.shape),
    reply: FollowedPage,
    answer: (ctx, { query }) => listFollowed(ctx, query),
  }),
];
