import * as z from 'zod/mini';

/** How a claim of release notes turned out against what the portal knows. */
export const claimVerdicts = ['holds', 'does-not-hold', 'cannot-check'] as const;
export type ClaimVerdict = (typeof claimVerdicts)[number];

/** A claim from the front matter of release notes, judged. */
export const NoteClaim = z.object({
  /** The claim in words. */
  claim: z.string(),
  verdict: z.enum(claimVerdicts),
  /** What it was held against, or why it cannot be checked. */
  why: z.string(),
  /** Whether what it was held against was computed by the portal or registered by the authors; null where nothing was. */
  basis: z.nullable(z.enum(['checked', 'claimed'])),
});
export type NoteClaim = z.infer<typeof NoteClaim>;

/** The claims of the notes in force, judged now, in the order in which they stand. */
export const NoteClaims = z.object({ revision: z.int(), claims: z.array(NoteClaim) });
export type NoteClaims = z.infer<typeof NoteClaims>;
