import { deploymentRoles, earnedStages } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import { GateName, StageName, StandingName } from './policy.ts';
import { BoundedCount, Id, Instant, ModelRef } from './primitives.ts';

/** An open gate of a version: `signed` of `needed` sign-offs. */
export const OpenGate = z.object({
  gate: GateName,
  environment: z.nullable(z.string()),
  signed: z.int(),
  needed: z.int(),
});
export type OpenGate = z.infer<typeof OpenGate>;

export const Serving = z.object({
  environment: z.string(),
  production: z.boolean(),
  role: z.enum(deploymentRoles),
  state: z.enum(['serving', 'suspended']),
  share: z.number(),
});

/** A version as a row of any table. */
export const VersionRow = z.object({
  id: Id,
  model: ModelRef,
  label: z.string(),
  number: z.int(),
  stage: StageName,
  earned: z.enum(earnedStages),
  standing: StandingName,
  overdue: z.boolean(),
  /** It was in production before Countersign was: no gate was walked for that. */
  asFound: z.boolean(),
  revision: z.int(),
  openGate: z.nullable(OpenGate),
  serving: z.array(Serving),
  predictions: BoundedCount,
  lastStep: z.nullable(z.object({ event: z.string(), at: Instant, number: z.nullable(z.int()) })),
  createdAt: Instant,
});
export type VersionRow = z.infer<typeof VersionRow>;
