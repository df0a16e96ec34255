import * as z from 'zod/mini';
import { RoleName } from './person.ts';
import { Id, Instant, PersonRef } from './primitives.ts';

/** Roles that a deputy may act with. Administrators and auditors are let in by name, and consumers and viewers need nobody. */
export const delegableRoles = [
  'owner',
  'developer',
  'reviewer',
  'approver',
  'operator',
  'compliance',
] as const;

/** Somebody is away from–until and names a deputy, for roles that they hold. */
export const MakeDelegation = z.object({
  personId: Id,
  deputyId: Id,
  from: Instant,
  until: Instant,
  roles: z
    .array(z.object({ role: z.enum(delegableRoles), modelKey: z.optional(z.string()) }))
    .check(z.minLength(1), z.maxLength(50)),
});
export type MakeDelegation = z.infer<typeof MakeDelegation>;
export const EndDelegation = z.object({ delegationId: Id });
export type EndDelegation = z.infer<typeof EndDelegation>;
export const DelegationRow = z.object({
  id: Id,
  person: PersonRef,
  deputy: PersonRef,
  from: Instant,
  until: Instant,
  roles: z.array(z.object({ role: RoleName, modelKey: z.nullable(z.string()) })),
  state: z.enum(['coming', 'running', 'over']),
});
export type DelegationRow = z.infer<typeof DelegationRow>;
