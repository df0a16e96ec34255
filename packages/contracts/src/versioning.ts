import * as z from 'zod/mini';
import { ChangeClassName } from './change-class.ts';
import { Instant, VersionLabel } from './primitives.ts';

/** In what a version can differ from the one before it. */
export const versioningDimensions = [
  'data',
  'scripts',
  'parameters',
  'build-environment',
  'trained-object',
  'documentation',
] as const;
export type VersioningDimension = (typeof versioningDimensions)[number];

/** A version and, for each dimension, in how many of its named parts it differs from the version before it by number. */
export const VersioningRow = z.object({
  version: VersionLabel,
  registeredAt: Instant,
  /** Null for the first version of a model. */
  before: z.nullable(VersionLabel),
  /** Its change class, and what it counts as at gates; null where it was registered before classes were judged. */
  change: z.nullable(z.object({ class: z.nullable(ChangeClassName), countsAs: ChangeClassName })),
  cells: z.array(
    z.object({
      dimension: z.enum(versioningDimensions),
      /** Parts that were added, left out or are other ones. */
      changed: z.int(),
      /** Of those, files. */
      files: z.int(),
      /** Parts of either version. */
      parts: z.int(),
    }),
  ),
});
export type VersioningRow = z.infer<typeof VersioningRow>;
