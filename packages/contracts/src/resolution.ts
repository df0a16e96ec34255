import * as z from 'zod/mini';
import { StageName, StandingName } from './policy.ts';
import { Digest, Id, Instant, ModelKey, VersionLabel } from './primitives.ts';
import { severities } from './recall.ts';

/** Which version: the champion of an environment, or the one that a caller is pinned to. */
export const Resolve = z.object({
  model: ModelKey,
  environment: z.optional(z.string().check(z.maxLength(64))),
  version: z.optional(VersionLabel),
  /** The name that the caller predicts under: it may have kept the version before a switch. */
  consumer: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
});
export type Resolve = z.infer<typeof Resolve>;

/** Which version to use, whether it may be used, and what to use instead. */
export const Resolution = z.object({
  model: ModelKey,
  /** Null where a version was asked for by its label. */
  environment: z.nullable(z.string()),
  version: VersionLabel,
  stage: StageName,
  standing: StandingName,
  /** SHA-256 of the trained object; null where a version has none of its own. */
  artifact: z.nullable(Digest),
  /** Who answers a call there now; null: nobody, or no environment was asked for. */
  answers: z.nullable(z.enum(['champion', 'fallback', 'pinned'])),
  /** Where a call goes; null where nobody answers. */
  callAt: z.nullable(z.string()),
  /** Where the caller named kept this version before a switch: until when, and which version answers others. */
  pin: z.nullable(z.object({ champion: z.string(), until: Instant })),
  /** Why it is not usable. */
  recall: z.nullable(
    z.object({
      id: Id,
      severity: z.enum(severities),
      reason: z.string(),
      at: Instant,
    }),
  ),
  /** Of a version that is deprecated. */
  deprecation: z.nullable(z.object({ reason: z.string(), sunsetAt: z.nullable(Instant) })),
  /** The version to move to, of the recall or the deprecation. */
  replacement: z.nullable(VersionLabel),
  /** For people. */
  page: z.string(),
});
export type Resolution = z.infer<typeof Resolution>;
