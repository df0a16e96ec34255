import type { ConsumerFilter, Page, VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

/** Traffic changes without an entry, so what shows it is looked at again while it is open. */
const lookAgainMs = 15_000;

export const consumersQuery = (filter: ConsumerFilter) =>
  queryOptions({
    queryKey: ['consumer', 'list', filter],
    queryFn: () => api.consumer.list.query(filter),
    refetchInterval: lookAgainMs,
  });

export const consumerQuery = (consumer: string) =>
  queryOptions({
    queryKey: ['consumer', 'read', consumer],
    queryFn: () => api.consumer.read.query({ consumer }),
    refetchInterval: lookAgainMs,
  });

export const versionConsumersQuery = (address: VersionAddress, page: Page) =>
  queryOptions({
    queryKey: ['consumer', 'version', address, page],
    queryFn: () => api.consumer.ofVersion.query({ ...address, ...page }),
    refetchInterval: lookAgainMs,
  });

export const compatibilityQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['consumer', 'compatibility', address],
    queryFn: () => api.consumer.compatibility.query({ ...address, limit: 200 }),
  });
