import * as z from 'zod/mini';
import { StageName, StandingName } from './policy.ts';
import { Digest, Id, Instant, Line, ModelKey, Page, PersonRef, pageOf, VersionLabel } from './primitives.ts';

/** What runs (or no longer does) at one place, as whoever runs it says. */
const Observation = z.object({
  model: ModelKey,
  /** Where: a cluster, a host, a job. One thing of a model runs at one place of an environment. */
  place: Line(200),
  /** The version by its label, by the SHA-256 of its artifact, or both; both must be the same version’s. */
  version: z.optional(VersionLabel),
  artifact: z.optional(Digest),
  /** The permit that it was started under. */
  permit: z.optional(Id),
  /** False: it was stopped. */
  running: z.optional(z.boolean()),
});

export const ReportObserved = z.object({
  environment: z.string().check(z.maxLength(64)),
  /** RFC 3339; now where it is left out. What is older than what is known of a place changes nothing. */
  at: z.optional(z.string().check(z.maxLength(40))),
  /** How often the reporter speaks. After twice that time without a word what it said is stale. */
  everyMinutes: z.optional(z.int().check(z.minimum(1), z.maximum(10_080))),
  observations: z.array(Observation).check(z.minLength(1), z.maxLength(200)),
});
export type ReportObserved = z.infer<typeof ReportObserved>;

/**
 * `deployed`: it serves there by the record. `permitted`: it was started under a permit. The others are *running but not
 * approved*: `unknown` (no version of the model is that), `blocked`, `suspended` (by a block that was lifted since), and
 * `not-approved` (no deployment and no permit of that environment covers it).
 */
export const observedVerdicts = [
  'deployed',
  'permitted',
  'unknown',
  'blocked',
  'suspended',
  'not-approved',
] as const;
export type ObservedVerdict = (typeof observedVerdicts)[number];

export const ObservedRow = z.object({
  id: Id,
  model: z.object({ key: z.string(), name: z.string() }),
  environment: z.string(),
  production: z.boolean(),
  place: z.string(),
  /** Null: no version of the model is what runs there. */
  version: z.nullable(z.object({ id: Id, label: z.string(), stage: StageName, standing: StandingName })),
  claimedVersion: z.nullable(z.string()),
  artifact: z.nullable(z.string()),
  permit: z.nullable(Id),
  verdict: z.enum(observedVerdicts),
  /** Nothing was heard of the place for twice as long as its reporter meant to take. */
  stale: z.boolean(),
  everyMinutes: z.int(),
  by: PersonRef,
  firstAt: Instant,
  lastAt: Instant,
});
export type ObservedRow = z.infer<typeof ObservedRow>;
export const ObservedPage = pageOf(ObservedRow);

export const observedShows = ['not-approved', 'stale'] as const;
/** Without `show`: everything that runs. */
export const ObservedFilter = z.extend(Page, {
  model: z.optional(ModelKey),
  environment: z.optional(z.string().check(z.maxLength(64))),
  show: z.optional(z.enum(observedShows)),
});
export type ObservedFilter = z.infer<typeof ObservedFilter>;

/** What the reporter should know at once of each thing that it reported. */
export const ReportedObserved = z.object({
  items: z.array(
    z.object({
      model: z.string(),
      place: z.string(),
      running: z.boolean(),
      version: z.nullable(z.string()),
      verdict: z.nullable(z.enum(observedVerdicts)),
    }),
  ),
});
export type ReportedObserved = z.infer<typeof ReportedObserved>;

/** A deployment of the record that nobody saw lately, where somebody looks. */
export const NotRunningRow = z.object({
  deploymentId: Id,
  model: z.object({ key: z.string(), name: z.string() }),
  version: z.string(),
  environment: z.string(),
  production: z.boolean(),
  role: z.string(),
  since: Instant,
  /** When it was last seen there; null: never. */
  lastSeenAt: z.nullable(Instant),
});
export type NotRunningRow = z.infer<typeof NotRunningRow>;
export const NotRunningPage = pageOf(NotRunningRow);
export const NotRunningFilter = z.omit(ObservedFilter, { show: true });
export type NotRunningFilter = z.infer<typeof NotRunningFilter>;
