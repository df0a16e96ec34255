import type { PlannedSwitch, SwitchesPage, VersionAddress } from '@countersign/contracts';
import { queryOptions } from '@tanstack/react-query';
import { api } from '../../app/api.ts';

export const switchesQuery = (address: VersionAddress) =>
  queryOptions({
    queryKey: ['switching', 'read', address],
    queryFn: () => api.switching.read.query(address),
  });

/** The announced switch that is to come in an environment. */
export const comingIn = (page: SwitchesPage | undefined, environment: string): PlannedSwitch | null =>
  page?.planned.find((one) => one.ended === null && one.environment === environment) ?? null;
