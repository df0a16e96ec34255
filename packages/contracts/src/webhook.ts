import * as z from 'zod/mini';
import { Id, Instant, Line, ModelKey, Page, PersonRef, pageOf, Receipt } from './primitives.ts';
import { eventGroups } from './report-events.ts';

/** `standard`: signed per Standard Webhooks. `slack`, `teams`: a sentence for an incoming webhook of such a chat. */
export const webhookForms = ['standard', 'slack', 'teams'] as const;
export type WebhookForm = (typeof webhookForms)[number];
export const webhookStates = ['active', 'paused', 'disabled'] as const;
/** Why the portal stopped sending: the receiver said 410; nothing was taken for three days; its person may see nothing. */
export const webhookStops = ['gone', 'dead', 'no-access'] as const;

const Wanted = z.object({
  name: Line(100),
  /** Models by key; none: all that its person may see, and what belongs to no model. */
  models: z.array(ModelKey).check(z.maxLength(50)),
  events: z.array(z.enum(eventGroups)).check(z.minLength(1), z.maxLength(eventGroups.length)),
});
export const MakeWebhook = z.extend(Wanted, {
  form: z.enum(webhookForms),
  url: z.string().check(z.trim(), z.minLength(1), z.maxLength(2_000)),
});
export type MakeWebhook = z.infer<typeof MakeWebhook>;
/** The secret is told here and never again; null for a chat, where nothing is signed. */
export const WebhookMade = z.object({ webhookId: Id, secret: z.nullable(z.string()), receipt: Receipt });
export type WebhookMade = z.infer<typeof WebhookMade>;
/** Without an address the one before stays. */
export const ChangeWebhook = z.extend(Wanted, {
  webhookId: Id,
  url: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(2_000))),
});
export type ChangeWebhook = z.infer<typeof ChangeWebhook>;
export const WebhookAddress = z.object({ webhookId: Id });
export type WebhookAddress = z.infer<typeof WebhookAddress>;
/** `skip`: what was numbered meanwhile is left out. */
export const ResumeWebhook = z.extend(WebhookAddress, { skip: z.boolean() });
export type ResumeWebhook = z.infer<typeof ResumeWebhook>;

export const WebhookRow = z.object({
  id: Id,
  name: z.string(),
  person: PersonRef,
  form: z.enum(webhookForms),
  /** Of a chat without what makes it secret. */
  url: z.string(),
  models: z.array(z.string()),
  events: z.array(z.enum(eventGroups)),
  state: z.enum(webhookStates),
  stop: z.nullable(z.enum(webhookStops)),
  stateAt: Instant,
  madeAt: Instant,
  /** Entries after the last one that was dealt with, whether they concern it or not. */
  behind: z.int(),
  /** Since when nothing was taken; null: nothing waits for another try. */
  failingSince: z.nullable(Instant),
  nextAt: z.nullable(Instant),
});
export type WebhookRow = z.infer<typeof WebhookRow>;
export const WebhookPage = pageOf(WebhookRow);
/** One's own; `everybody`: of all people, for administrators. */
export const WebhookFilter = z.extend(Page, { everybody: z.optional(z.boolean()) });
export type WebhookFilter = z.infer<typeof WebhookFilter>;

export const deliveryStates = ['waiting', 'delivered', 'failed'] as const;
export const DeliveryRow = z.object({
  /** `webhook-id`, the same at every attempt. */
  id: z.string(),
  number: z.nullable(z.int()),
  event: z.string(),
  state: z.enum(deliveryStates),
  attempts: z.int(),
  madeAt: Instant,
  deliveredAt: z.nullable(Instant),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;
export const DeliveryFilter = z.extend(Page, {
  webhookId: Id,
  state: z.optional(z.enum(deliveryStates)),
});
export type DeliveryFilter = z.infer<typeof DeliveryFilter>;
export const DeliveryPage = pageOf(DeliveryRow);

export const DeliveryAttempt = z.object({
  attempt: z.int(),
  at: Instant,
  tookMs: z.int(),
  headers: z.record(z.string(), z.string()),
  /** HTTP status; null where there was no reply. */
  status: z.nullable(z.int()),
  /** The beginning of what came back. */
  response: z.nullable(z.string()),
  problem: z.nullable(z.string()),
});
export type DeliveryAttempt = z.infer<typeof DeliveryAttempt>;
export const DeliveryAddress = z.object({ webhookId: Id, id: z.string().check(z.maxLength(100)) });
export type DeliveryAddress = z.infer<typeof DeliveryAddress>;
export const Delivery = z.extend(DeliveryRow, { body: z.string(), tries: z.array(DeliveryAttempt) });
export type Delivery = z.infer<typeof Delivery>;

/** A name, an IP address, or `*.` and the end of names. */
export const HostPattern = z
  .string()
  .check(
    z.trim(),
    z.toLowerCase(),
    z.maxLength(253),
    z.regex(
      /^(?:(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[?[0-9a-f:]+(?:\.\d+){0,3}\]?)$/,
      'the name of a host, or *. and the end of names',
    ),
  );
export const AllowHost = z.object({
  host: HostPattern,
  comment: z.string().check(z.trim(), z.minLength(1), z.maxLength(1_000)),
});
export type AllowHost = z.infer<typeof AllowHost>;
export const WithdrawHost = z.object({
  hostId: Id,
  comment: z.string().check(z.trim(), z.minLength(1), z.maxLength(1_000)),
});
export type WithdrawHost = z.infer<typeof WithdrawHost>;
export const AllowedHosts = z.object({
  hosts: z.array(z.object({ id: Id, host: z.string(), addedAt: Instant })),
  /** Whether webhooks leave through a proxy: then they reach the hosts of the list alone. */
  proxied: z.boolean(),
});
export type AllowedHosts = z.infer<typeof AllowedHosts>;
