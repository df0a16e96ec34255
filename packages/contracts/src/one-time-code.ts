import * as z from 'zod/mini';
import { Instant } from './primitives.ts';

/** Six digits of an authenticator app (RFC 6238), or one of the ten recovery codes. */
export const OneTimeCode = z.string().check(z.trim(), z.minLength(6), z.maxLength(20));

/** The secret, shown once: as text for typing and as the address that an app reads from a picture. */
export const OneTimeCodeSecret = z.object({ secret: z.string(), uri: z.string() });
export type OneTimeCodeSecret = z.infer<typeof OneTimeCodeSecret>;

export const ConfirmOneTimeCode = z.object({ code: OneTimeCode });
export type ConfirmOneTimeCode = z.infer<typeof ConfirmOneTimeCode>;

/** Shown once; each replaces one code of the app. */
export const RecoveryCodes = z.object({ recoveryCodes: z.array(z.string()) });
export type RecoveryCodes = z.infer<typeof RecoveryCodes>;

/** How somebody can show who they are, as the page of their own security has it. */
export const OneTimeCodeState = z.object({
  onSince: z.nullable(Instant),
  recoveryCodesLeft: z.int(),
});
export type OneTimeCodeState = z.infer<typeof OneTimeCodeState>;
