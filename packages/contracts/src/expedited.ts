import * as z from 'zod/mini';
import { Id, Instant, PersonRef } from './primitives.ts';

/** The expedited road of a version as it was asked for: one signature, at most 72 hours, once per version. */
export const ExpeditedRoad = z.object({
  requestId: Id,
  incident: z.string(),
  environment: z.string(),
  comment: z.string(),
  by: PersonRef,
  at: Instant,
  dueAt: z.nullable(Instant),
  /** open: waits for its signature. signed: may be deployed now. used: was deployed. ended: refused, withdrawn or void. */
  state: z.enum(['open', 'signed', 'used', 'ended']),
  /** The endorsement that it is deployed on, and who gave it. */
  signOffId: z.nullable(Id),
  signer: z.nullable(PersonRef),
  /** When what serves on this road lapses; null where nothing does. */
  servesUntil: z.nullable(Instant),
});
export type ExpeditedRoad = z.infer<typeof ExpeditedRoad>;
