import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';
import type { WebhookSearch } from './search.ts';

export const webhooksQuery = (everybody: boolean, after: string | undefined) =>
  queryOptions({
    queryKey: ['webhook', 'list', everybody, after ?? null],
    queryFn: () => api.webhook.list.query({ limit: 20, after, ...(everybody && { everybody }) }),
  });

/** What was sent changes without an entry, so these are looked at again while they are open. */
const lookAgainMs = 5_000;

export const webhookQuery = (webhookId: string) =>
  queryOptions({
    queryKey: ['webhook', 'read', webhookId],
    queryFn: () => api.webhook.read.query({ webhookId }),
    refetchInterval: lookAgainMs,
  });

export const deliveriesQuery = (webhookId: string, { state, after }: WebhookSearch) =>
  queryOptions({
    queryKey: ['webhook', 'deliveries', webhookId, state ?? null, after ?? null],
    queryFn: () => api.webhook.deliveries.query({ webhookId, state, after, limit: 20 }),
    refetchInterval: lookAgainMs,
  });

export const deliveryQuery = (webhookId: string, id: string) =>
  queryOptions({
    queryKey: ['webhook', 'delivery', webhookId, id],
    queryFn: () => api.webhook.delivery.query({ webhookId, id }),
  });

export const hostsQuery = queryOptions({
  queryKey: ['webhook', 'hosts'],
  queryFn: () => api.webhook.hosts.query(),
});
