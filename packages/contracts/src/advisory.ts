import * as z from 'zod/mini';
import { Instant, ModelKey, Page } from './primitives.ts';

/** OSV has no database of ours: `x_` marks ids that their installation alone gives. */
const prefix = 'x_COUNTERSIGN-';
export const advisoryIdOf = (recallId: string): string => `${prefix}${recallId}`;
/** Address of a recall's advisory below the portal's own: JSON for whoever may read it. */
export const advisoryPath = (recallId: string): string => `/api/v1/advisories/${advisoryIdOf(recallId)}`;

/** `x_COUNTERSIGN-<uuid>`; read as the recall's id. */
export const AdvisoryId = z.pipe(
  z
    .string()
    .check(z.regex(/^x_COUNTERSIGN-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'x_COUNTERSIGN-<uuid>')),
  z.transform((id) => id.slice(prefix.length)),
);

export const AdvisoryFilter = z.extend(Page, {
  model: z.optional(ModelKey),
  /** Those that changed at or after this time of RFC 3339, and a minute before it, so that none is missed between two calls. */
  since: z.optional(z.string().check(z.maxLength(40))),
});
export type AdvisoryFilter = z.infer<typeof AdvisoryFilter>;

/** A recall in the form of the Open Source Vulnerability format, schema 1.7.5. */
export const Advisory = z.object({
  schema_version: z.string(),
  id: z.string(),
  modified: Instant,
  published: Instant,
  /** When the mark was lifted, or gave way to a worse one. */
  withdrawn: z.optional(Instant),
  summary: z.string(),
  details: z.string(),
  affected: z.array(
    z.object({
      /** Labels as they are: a model's versions have no order that a range could rely on. */
      versions: z.array(z.string()),
      /** OSV knows no ecosystem of models, so the model stands here and not in `package`. */
      database_specific: z.object({
        model: z.string(),
        /** SHA-256 of each version's artifact, where it has one. */
        artifacts: z.record(z.string(), z.string()),
      }),
    }),
  ),
  references: z.array(z.object({ type: z.literal('WEB'), url: z.string() })),
  database_specific: z.object({
    standing: z.enum(['advisory', 'blocked']),
    /** In our own words: a severity of OSV is a CVSS vector, which a model's fault has none of. */
    severity: z.string(),
    /** The version to use instead; null: none is named. */
    replacement: z.nullable(z.string()),
    /** What to do while no version is named, in words. */
    fallback: z.nullable(z.string()),
    /** Inputs that are affected, in words. */
    affected_inputs: z.nullable(z.string()),
    /** By when consumers are to have moved. */
    deadline: z.nullable(Instant),
  }),
});
export type Advisory = z.infer<typeof Advisory>;
export const AdvisoryPage = z.object({ items: z.array(Advisory), next: z.nullable(z.string()) });
