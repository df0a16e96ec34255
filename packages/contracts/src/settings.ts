import * as z from 'zod/mini';

export const themes = ['light', 'dark'] as const;

/** How the portal looks for a person, wherever they sign in; null is what their browser says. */
export const Preferences = z.object({
  /** A name of the IANA time zone database: every date is shown in it. */
  timeZone: z.nullable(z.string().check(z.minLength(1), z.maxLength(64))),
  theme: z.nullable(z.enum(themes)),
  /** Whether single keys do something; some voice input and some hands press them unmeant. */
  shortcuts: z.boolean(),
});
export type Preferences = z.infer<typeof Preferences>;
