import { roles } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { Email, Id, Instant, Line } from './primitives.ts';

export const RoleName = z.enum(roles);
export const RoleHeld = z.object({ role: RoleName, modelKey: z.nullable(z.string()) });

/** The signed-in person, what they may do, and what the frame of every page shows. */
export const Me = z.object({
  person: z.object({ id: Id, name: z.string(), email: z.string() }),
  roles: z.array(RoleHeld),
  waiting: z.int(),
  head: z.nullable(z.object({ number: z.int(), at: Instant })),
  examples: z.boolean(),
});
export type Me = z.infer<typeof Me>;

export const SignIn = z.object({
  email: Email,
  password: z.string().check(z.minLength(1), z.maxLength(1_000)),
});
export type SignIn = z.infer<typeof SignIn>;

/** What the sign-in page must know before anybody is signed in. */
export const Welcome = z.object({
  needsSetUp: z.boolean(),
  examplePeople: z.array(z.object({ name: z.string(), email: z.string(), role: z.string() })),
});
export type Welcome = z.infer<typeof Welcome>;

export const SetUp = z.object({
  token: z.string().check(z.maxLength(200)),
  name: Line(200),
  email: Email,
  password: z.string().check(z.minLength(12), z.maxLength(1_000)),
});
export type SetUp = z.infer<typeof SetUp>;

export const PersonRow = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  active: z.boolean(),
  roles: z.array(RoleHeld),
});
export type PersonRow = z.infer<typeof PersonRow>;
export const AddPerson = z.object({
  name: Line(200),
  email: Email,
  password: z.string().check(z.minLength(12), z.maxLength(1_000)),
});
export type AddPerson = z.infer<typeof AddPerson>;
export const ChangeRole = z.object({ personId: Id, role: RoleName, modelKey: z.optional(z.string()) });
export type ChangeRole = z.infer<typeof ChangeRole>;
