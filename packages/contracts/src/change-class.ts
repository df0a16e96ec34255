import { changeClasses } from '@countersign/lifecycle';
import * as z from 'zod/mini';
import {
  Instant,
  Line,
  ModelKey,
  ModelRef,
  PersonRef,
  Prose,
  Reason,
  Receipt,
  VersionLabel,
} from './primitives.ts';

export const ChangeClassName = z.enum(changeClasses);

/** A thing in which a version differs from the one before it, and what kind of thing it is. */
export const changedThings = [
  'script',
  'parameter',
  'build-environment',
  'schema',
  'configuration',
  'robustness',
  'data',
  'decision',
  'outcome-rule',
  'tolerance',
  'fallback',
  'golden-set',
  'notebook',
  'fitted',
] as const;
export const ChangedThing = z.object({
  thing: z.enum(changedThings),
  /** Parameter, package, path of a file, or `dataset / part`. */
  name: z.string(),
  change: z.enum(['added', 'removed', 'changed']),
});
export type ChangedThing = z.infer<typeof ChangedThing>;

/**
 * Why a class cannot be judged (there is no version before, one of the two has no script whose digests could be equal), or
 * why a retraining counts as a redesign at gates (what it is a retraining of was never approved, or is blocked).
 */
export const unjudgedCodes = ['NO_VERSION_BEFORE', 'NO_SCRIPTS', 'BEFORE_DOES_NOT_STAND'] as const;
export type UnjudgedCode = (typeof unjudgedCodes)[number];

const Changes = z.object({
  /** At most `changesKept` of them. */
  items: z.array(ChangedThing),
  total: z.int(),
});
export const changesKept = 100;

/** What is between two versions. */
export const ChangeJudged = z.object({
  /** Null where it cannot be judged, for what `codes` say. */
  class: z.nullable(ChangeClassName),
  codes: z.array(z.enum(unjudgedCodes)),
  /** What a retraining does not change, and this version does. */
  reasons: Changes,
  /** What differs and may, in a retraining: declared parameters, the data window, what was fitted. */
  allowed: Changes,
});
export type ChangeJudged = z.infer<typeof ChangeJudged>;

/** The class of a version, judged when its revision was written, by the declaration in force when it was registered. */
export const VersionChange = z.extend(ChangeJudged, {
  /** What it counts as at gates: whatever is not a retraining of something that stands is a redesign. */
  countsAs: ChangeClassName,
  before: z.nullable(VersionLabel),
  /** What was declared as varying then. */
  varying: z.array(z.string()),
});
export type VersionChange = z.infer<typeof VersionChange>;

/** Names of parameters, and paths of configuration files that hold parameters. */
const VaryingNames = z.array(Line(300)).check(z.maxLength(200));

export const DeclareVarying = z.object({ model: ModelKey, names: VaryingNames, reason: Prose(2_000) });
export type DeclareVarying = z.infer<typeof DeclareVarying>;

export const Varying = z.object({
  names: z.array(z.string()),
  /** Null for what a model begins with: nothing may vary, without anybody's choice. */
  since: z.nullable(Instant),
  reason: z.nullable(z.string()),
  by: z.nullable(PersonRef),
});
export type Varying = z.infer<typeof Varying>;
export const VaryingDeclared = z.object({ varying: Varying, receipt: Receipt });
export type VaryingDeclared = z.infer<typeof VaryingDeclared>;

export const VaryingPage = z.object({
  model: ModelRef,
  /** In force now, or at the moment that was asked about. */
  current: Varying,
  /** The latest declarations before it, at most fifty. */
  earlier: z.array(Varying),
  /** Parameters and configuration files of the newest version, to choose from. */
  known: z.array(z.string()),
  mayDeclare: z.array(Reason),
});
export type VaryingPage = z.infer<typeof VaryingPage>;
