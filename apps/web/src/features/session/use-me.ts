import type { Me } from '@countersign/contracts';
import type { Role } from '@countersign/lifecycle';
import { useSuspenseQuery } from '@tanstack/react-query';
import { meQuery } from './queries.ts';

/** Inside the frame somebody is always signed in: its route reads the person before it renders. */
export function useMe(): Me {
  const { data } = useSuspenseQuery(meQuery);
  if (!data) throw new Error('signed out');
  return data;
}

/** Whether the person holds one of the roles, everywhere or for the named model. */
export const hasRole = (me: Me, roles: readonly Role[], modelKey?: string): boolean =>
  me.roles.some(
    (held) => roles.includes(held.role) && (held.modelKey === null || held.modelKey === modelKey),
  );

/** A consumer sees that a model exists and what answers; everybody else what stands behind it, too. */
export const isInsider = (me: Me, modelKey: string): boolean =>
  me.roles.some(
    (held) =>
      held.role !== 'consumer' &&
      (held.role !== 'auditor' || held.modelKey === null || held.modelKey === modelKey),
  );
