import * as z from 'zod/mini';

/** A dated set of rules and where records that bear on each rule are. It says nothing about whether a rule is met. */
export const RuleSetView = z.object({
  key: z.string(),
  title: z.string(),
  issuer: z.string(),
  /** A day, or the month where no day is given. */
  issued: z.string(),
  note: z.string(),
  source: z.string(),
  /** Day on which the mapping was written. */
  mapped: z.string(),
  rules: z.array(
    z.object({
      ref: z.string(),
      about: z.string(),
      /** Kinds of records, and the section of a report (by its key) that holds them. */
      parts: z.array(z.object({ title: z.string(), section: z.string() })),
      /** What is kept elsewhere or by nobody; null where nothing is known to be. */
      gap: z.nullable(z.string()),
    }),
  ),
});
export type RuleSetView = z.infer<typeof RuleSetView>;
