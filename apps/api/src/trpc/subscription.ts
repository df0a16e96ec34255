import {
  ChangeSubscription,
  FollowedFilter,
  FollowedPage,
  MakeSubscription,
  SeeFollowed,
  Subscriber,
  SubscriberSettings,
  SubscriptionFilter,
  SubscriptionPage,
  SubscriptionRef,
  SubscriptionRow,
} from '@countersign/contracts';
import {
  changeSubscriber,
  changeSubscription,
  listFollowed,
  listSubscriptions,
  makeSubscription,
  readSubscriber,
  removeSubscription,
  seeFollowed,
} from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

/** What the person who asks follows. */
export const subscriptionRouter = router({
  list: procedure
    .input(SubscriptionFilter)
    .output(SubscriptionPage)
    .query(({ ctx, input }) => listSubscriptions(ctx.by, input)),
  make: procedure
    .input(MakeSubscription)
    .output(SubscriptionRow)
    .mutation(({ ctx, input }) => makeSubscription(ctx.by, input)),
  change: procedure
    .input(ChangeSubscription)
    .output(SubscriptionRow)
    .mutation(({ ctx, input }) => changeSubscription(ctx.by, input)),
  remove: procedure
    .input(SubscriptionRef)
    .output(z.void())
    .mutation(({ ctx, input }) => removeSubscription(ctx.by, input)),
  settings: procedure.output(Subscriber).query(({ ctx }) => readSubscriber(ctx.by)),
  changeSettings: procedure
    .input(SubscriberSettings)
    .output(Subscriber)
    .mutation(({ ctx, input }) => changeSubscriber(ctx.by, input)),
  followed: procedure
    .input(FollowedFilter)
    .output(FollowedPage)
    .query(({ ctx, input }) => listFollowed(ctx.by, input)),
  see: procedure
    .input(SeeFollowed)
    .output(z.void())
    .mutation(({ ctx, input }) => seeFollowed(ctx.by, input)),
});
