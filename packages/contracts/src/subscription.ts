import * as z from 'zod/mini';
import { BoundedCount, Id, Instant, ModelKey, Page, PersonRef, pageOf } from './primitives.ts';
import { EventGroup, eventGroups } from './report-events.ts';

/** How somebody is told: by mail at once, by mail in a digest each day or each Monday, or in the portal alone. */
export const subscriptionDeliveries = ['immediate', 'daily', 'weekly', 'portal'] as const;
export type SubscriptionDelivery = (typeof subscriptionDeliveries)[number];

const events = z.array(EventGroup).check(z.minLength(1), z.maxLength(eventGroups.length));
/** A name of the IANA time zone database. */
const zone = z.string().check(z.minLength(1), z.maxLength(64));

export const MakeSubscription = z.object({
  /** One model; null: all that the person may see, and what belongs to no model. */
  model: z.nullable(ModelKey),
  /** Done by one person; null: by anybody. */
  by: z.nullable(Id),
  events,
  delivery: z.enum(subscriptionDeliveries),
  /** Of the clock that digests and quiet hours follow, where none is chosen yet. */
  zone: z.optional(zone),
});
export type MakeSubscription = z.infer<typeof MakeSubscription>;
export const ChangeSubscription = z.object({
  subscriptionId: Id,
  events,
  delivery: z.enum(subscriptionDeliveries),
});
export type ChangeSubscription = z.infer<typeof ChangeSubscription>;
export const SubscriptionRef = z.object({ subscriptionId: Id });
export type SubscriptionRef = z.infer<typeof SubscriptionRef>;

export const SubscriptionRow = z.object({
  id: Id,
  model: z.nullable(z.string()),
  by: z.nullable(PersonRef),
  events: z.array(EventGroup),
  delivery: z.enum(subscriptionDeliveries),
  madeAt: Instant,
});
export type SubscriptionRow = z.infer<typeof SubscriptionRow>;
export const SubscriptionPage = pageOf(SubscriptionRow);
export const SubscriptionFilter = z.extend(Page, { model: z.optional(ModelKey) });
export type SubscriptionFilter = z.infer<typeof SubscriptionFilter>;

/** A time of the zone's clock, `22:00`. */
const ClockTime = z.string().check(z.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'a time from 00:00 to 23:59'));
/** When somebody is told what they follow. */
export const SubscriberSettings = z.object({
  zone,
  /** Mail that is sent at once waits until their end; `until` before `from` is on the next day. */
  quiet: z.nullable(z.object({ from: ClockTime, until: ClockTime })),
  /** Whether “do not use” is told at once in quiet hours too. */
  wakeForStops: z.boolean(),
  /** Of digests, by the zone's clock. */
  digestHour: z.int().check(z.minimum(0), z.maximum(23)),
  /** Whether one is told of what one did oneself. */
  ownDeeds: z.boolean(),
});
export type SubscriberSettings = z.infer<typeof SubscriberSettings>;
export const Subscriber = z.extend(SubscriberSettings, {
  /** Whether the person follows something or has chosen; else it is what it would be. */
  isChosen: z.boolean(),
  /** The address that is mailed; null: this installation sends no mail. */
  mailTo: z.nullable(z.string()),
  /** The next digests, were there anything to tell. */
  nextDaily: Instant,
  nextWeekly: Instant,
  /** The end of the quiet hours that are now; null: they are not. */
  quietUntil: z.nullable(Instant),
});
export type Subscriber = z.infer<typeof Subscriber>;

export const FollowedFilter = z.extend(Page, {
  model: z.optional(ModelKey),
  group: z.optional(EventGroup),
});
export type FollowedFilter = z.infer<typeof FollowedFilter>;
/** An entry of the ledger that somebody follows. */
export const FollowedRow = z.object({
  number: z.int(),
  event: z.string(),
  at: Instant,
  model: z.nullable(z.string()),
  version: z.nullable(z.string()),
  sentence: z.string(),
  /** Where to read on: an address of this portal. */
  link: z.string(),
  isNew: z.boolean(),
  /** When the mail that tells it is due; null: it left, or it is told in the portal alone. */
  mailDueAt: z.nullable(Instant),
  mailed: z.boolean(),
});
export type FollowedRow = z.infer<typeof FollowedRow>;
export const FollowedPage = z.extend(pageOf(FollowedRow), {
  /** How many are new since the person looked last, and the newest entry that was looked at for them. */
  unseen: BoundedCount,
  through: z.int(),
});
export type FollowedPage = z.infer<typeof FollowedPage>;
export const SeeFollowed = z.object({ through: z.int().check(z.minimum(-1)) });
export type SeeFollowed = z.infer<typeof SeeFollowed>;
