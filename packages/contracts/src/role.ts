import * as z from 'zod/mini';
import { RoleName } from './person.ts';
import { Id, Instant, Page, PersonRef } from './primitives.ts';

export const RevokeRole = z.object({ personId: Id, role: RoleName, modelKey: z.optional(z.string()) });
export type RevokeRole = z.infer<typeof RevokeRole>;

/** A role for good, or until a time. An auditor always has an end, and may be held to the records of a period. */
export const GrantRole = z.extend(RevokeRole, {
  endsAt: z.optional(Instant),
  periodFrom: z.optional(Instant),
  periodTo: z.optional(Instant),
});
export type GrantRole = z.infer<typeof GrantRole>;

/** A role as somebody holds it, held it, or will hold it. */
export const RoleRow = z.object({
  id: Id,
  role: RoleName,
  modelKey: z.nullable(z.string()),
  since: Instant,
  /** When it ends or ended by itself; null: never. */
  until: z.nullable(Instant),
  grantedBy: z.nullable(PersonRef),
  period: z.nullable(z.object({ from: z.nullable(Instant), to: z.nullable(Instant) })),
  deputyFor: z.nullable(PersonRef),
  revokedAt: z.nullable(Instant),
  revokedBy: z.nullable(PersonRef),
  held: z.boolean(),
});
export type RoleRow = z.infer<typeof RoleRow>;
export const RolesOf = z.extend(Page, { personId: Id });
export type RolesOf = z.infer<typeof RolesOf>;
