import * as z from 'zod/mini';
import { Id, Instant } from './primitives.ts';

/** A browser that is signed in. The id is a digest, of no use for signing in. */
export const SessionRow = z.object({
  id: z.string(),
  startedAt: Instant,
  lastSeenAt: Instant,
  endsAt: Instant,
  address: z.string(),
  browser: z.string(),
  current: z.boolean(),
});
export type SessionRow = z.infer<typeof SessionRow>;
export const SessionsOf = z.object({ personId: Id });
export type SessionsOf = z.infer<typeof SessionsOf>;
export const EndSession = z.object({ id: z.string().check(z.regex(/^[0-9a-f]{64}$/)) });
export type EndSession = z.infer<typeof EndSession>;
