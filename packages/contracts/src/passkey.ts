import * as z from 'zod/mini';
import { OneTimeCode } from './one-time-code.ts';
import { Id, Instant, Line } from './primitives.ts';

const ChallengeId = z.string().check(z.minLength(20), z.maxLength(100));
/** What the browser's authenticator answered, as WebAuthn's JSON forms have it. */
const AuthenticatorResponse = z.record(z.string(), z.unknown());

/** A passkey of somebody; its private half never leaves their authenticator. */
export const PasskeyRow = z.object({
  id: Id,
  name: z.string(),
  /** Whether the authenticator's maker may copy it to other devices of the person. */
  synced: z.boolean(),
  createdAt: Instant,
  lastUsedAt: z.nullable(Instant),
});
export type PasskeyRow = z.infer<typeof PasskeyRow>;

/** Asks the browser for an answer: `options` are WebAuthn's, as JSON. Good for five minutes, once. */
export const PasskeyChallenge = z.object({
  challengeId: z.string(),
  options: z.record(z.string(), z.unknown()),
});
export type PasskeyChallenge = z.infer<typeof PasskeyChallenge>;

/** Another way to sign in is added by somebody who shows who they are: by password, or by having just signed in. */
export const FreshProof = z.object({
  password: z.optional(z.string().check(z.minLength(1), z.maxLength(1_000))),
  code: z.optional(OneTimeCode),
});
export type FreshProof = z.infer<typeof FreshProof>;

export const AddPasskey = z.object({
  challengeId: ChallengeId,
  name: Line(100),
  response: AuthenticatorResponse,
});
export type AddPasskey = z.infer<typeof AddPasskey>;
export const RemovePasskey = z.object({ id: Id });
export type RemovePasskey = z.infer<typeof RemovePasskey>;

export const SignInWithPasskey = z.object({ challengeId: ChallengeId, response: AuthenticatorResponse });
export type SignInWithPasskey = z.infer<typeof SignInWithPasskey>;
