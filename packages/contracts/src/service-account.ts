import * as z from 'zod/mini';
import { RoleHeld } from './person.ts';
import { Id, Instant, Line, Page, PersonRef, Receipt } from './primitives.ts';

/** What a service account may do: its tokens register, ask and read. Whatever signs or decides is a person. */
export const serviceRoles = ['developer', 'consumer', 'viewer'] as const;

/** `stopped`: its responsible person's account was closed, and nobody has taken it over yet. */
export const serviceStates = ['active', 'stopped', 'closed'] as const;
export type ServiceState = (typeof serviceStates)[number];

export const ServiceRow = z.object({
  id: Id,
  name: z.string(),
  state: z.enum(serviceStates),
  /** Answers for it, and counts as an author of what it registers. */
  responsible: PersonRef,
  roles: z.array(RoleHeld),
  validTokens: z.int(),
  lastUsedAt: z.nullable(Instant),
});
export type ServiceRow = z.infer<typeof ServiceRow>;
export const ServiceFilter = z.extend(Page, {
  search: z.optional(z.string().check(z.maxLength(200))),
  state: z.optional(z.enum(serviceStates)),
});
export type ServiceFilter = z.infer<typeof ServiceFilter>;
export const OneService = z.object({ serviceId: Id });
export type OneService = z.infer<typeof OneService>;
export const MakeService = z.object({ name: Line(100), responsibleId: Id });
export type MakeService = z.infer<typeof MakeService>;
export const MadeService = z.object({ serviceId: Id, receipt: Receipt });
export type MadeService = z.infer<typeof MadeService>;
export const HandOverService = z.object({ serviceId: Id, responsibleId: Id });
export type HandOverService = z.infer<typeof HandOverService>;
