import { roles } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { OneTimeCode } from './one-time-code.ts';
import { Email, Id, Instant, Line, Page, PersonRef } from './primitives.ts';
import { Preferences } from './settings.ts';
import { LedgerLoss } from './witness.ts';

export const RoleName = z.enum(roles);
export const RoleHeld = z.object({ role: RoleName, modelKey: z.nullable(z.string()) });
/** A password that somebody chooses; how easily it is guessed is judged with the person at hand. */
export const NewPassword = z.string().check(z.minLength(12), z.maxLength(1_000));

/** The signed-in person, what they may do, and what the frame of every page shows. */
export const Me = z.object({
  person: z.object({ id: Id, name: z.string(), email: z.string() }),
  roles: z.array(RoleHeld),
  preferences: Preferences,
  /** How this person can show who they are, for every signature. */
  proofs: z.object({ password: z.boolean(), code: z.boolean(), passkey: z.boolean(), signOn: z.boolean() }),
  /** What the identity provider is called here; null where there is none. */
  signOn: z.nullable(z.string()),
  waiting: z.int(),
  head: z.nullable(z.object({ number: z.int(), at: Instant })),
  examples: z.boolean(),
  /** For administrators and compliance officers: that the database lost what was published of the ledger. */
  loss: z.nullable(LedgerLoss),
});
export type Me = z.infer<typeof Me>;

export const SignIn = z.object({
  email: Email,
  password: z.string().check(z.minLength(1), z.maxLength(1_000)),
  code: z.optional(OneTimeCode),
});
export type SignIn = z.infer<typeof SignIn>;

/** What the sign-in page must know before anybody is signed in. */
export const Welcome = z.object({
  /** What the identity provider is called; null where there is none. */
  signOn: z.nullable(z.string()),
  /** False: passwords are off, but for the emergency account. */
  passwords: z.boolean(),
  needsSetUp: z.boolean(),
  examplePeople: z.array(z.object({ name: z.string(), email: z.string(), role: z.string() })),
});
export type Welcome = z.infer<typeof Welcome>;

export const SetUp = z.object({
  token: z.string().check(z.maxLength(200)),
  name: Line(200),
  email: Email,
  password: NewPassword,
});
export type SetUp = z.infer<typeof SetUp>;

/** `invited`: a link was given and no password chosen yet. */
export const accountStates = ['active', 'invited', 'closed'] as const;
export type AccountState = (typeof accountStates)[number];

export const PersonRow = z.object({
  id: Id,
  name: z.string(),
  email: z.string(),
  state: z.enum(accountStates),
  roles: z.array(RoleHeld),
  lastSignInAt: z.nullable(Instant),
});
export type PersonRow = z.infer<typeof PersonRow>;
export const PeopleFilter = z.extend(Page, {
  search: z.optional(z.string().check(z.maxLength(200))),
  role: z.optional(RoleName),
  state: z.optional(z.enum(accountStates)),
});
export type PeopleFilter = z.infer<typeof PeopleFilter>;
export const OnePerson = z.object({ personId: Id });
export type OnePerson = z.infer<typeof OnePerson>;

/** An address that authors in manifests are matched by once it is verified; before, it is the person's own word. */
export const AddressRow = z.object({
  email: z.string(),
  addedAt: Instant,
  verifiedAt: z.nullable(Instant),
  verifiedBy: z.nullable(PersonRef),
  /** The one to sign in with, which stays. */
  signIn: z.boolean(),
});
export type AddressRow = z.infer<typeof AddressRow>;
export const ChangeAddress = z.object({ personId: Id, email: Email });
export type ChangeAddress = z.infer<typeof ChangeAddress>;
export const RenamePerson = z.object({ personId: Id, name: Line(200) });
export type RenamePerson = z.infer<typeof RenamePerson>;

export const PersonPage = z.object({
  person: PersonRow,
  addresses: z.array(AddressRow),
  /** Open invitation or reset: never its secret. */
  link: z.nullable(z.object({ kind: z.enum(['invitation', 'reset']), expiresAt: Instant })),
});
export type PersonPage = z.infer<typeof PersonPage>;
