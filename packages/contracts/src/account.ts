import * as z from 'zod/mini';
import { NewPassword } from './person.ts';
import { Email, Id, Instant, Line, Receipt } from './primitives.ts';

export const InvitePerson = z.object({ name: Line(200), email: Email });
export type InvitePerson = z.infer<typeof InvitePerson>;

/** The address holds a secret that is told here and never again: whoever opens it first chooses the password. */
export const OfferedLink = z.object({ personId: Id, url: z.string(), expiresAt: Instant, receipt: Receipt });
export type OfferedLink = z.infer<typeof OfferedLink>;

const secret = z.string().check(z.minLength(1), z.maxLength(200));
export const OpenLink = z.object({ secret });
export type OpenLink = z.infer<typeof OpenLink>;
/** Whom a link is for, told to whoever holds it. */
export const OpenedLink = z.object({
  kind: z.enum(['invitation', 'reset']),
  name: z.string(),
  email: z.string(),
  expiresAt: Instant,
});
export type OpenedLink = z.infer<typeof OpenedLink>;
export const AcceptLink = z.object({ secret, password: NewPassword });
export type AcceptLink = z.infer<typeof AcceptLink>;

export const ChangePassword = z.object({
  current: z.string().check(z.minLength(1), z.maxLength(1_000)),
  password: NewPassword,
});
export type ChangePassword = z.infer<typeof ChangePassword>;
