import type { EventGroup, SubscriptionDelivery } from '@countersign/contracts';
import { groupWord } from '../../marks/index.ts';

export const deliveryWord: Readonly<Record<SubscriptionDelivery, string>> = {
  immediate: 'At once, by mail',
  daily: 'In a daily digest, by mail',
  weekly: 'In a weekly digest, by mail',
  portal: 'In the portal alone',
};

/** What happens to a version on its road, and to its model: what somebody means who follows one. */
export const usualGroups: readonly EventGroup[] = [
  'dossier',
  'sign-offs',
  'evidence',
  'deployments',
  'standing',
];

export const groupsText = (groups: readonly EventGroup[]): string => {
  const words = groups.map((group) => groupWord[group].toLowerCase()).join(', ');
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The zone that dates are shown in: the one that was chosen, else the browser's. */
export const zoneOf = (preferred: string | null): string =>
  preferred ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
