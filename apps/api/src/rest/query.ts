import * as z from 'zod/mini';

/** A page of a list, as the query of an address has it. */
export const PageQuery = z.object({
  limit: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(200))),
  after: z.optional(z.string().check(z.maxLength(400))),
});

/** A switch, as the query of an address has it. */
export const Flag = z.pipe(
  z.enum(['true', 'false', '1', '0']),
  z.transform((value) => value === 'true' || value === '1'),
);

/** What may come several times in an address, or once. */
export const several = <Value extends z.ZodMiniType<unknown, string>>(value: Value, most: number) =>
  z.optional(
    z.pipe(
      z.pipe(
        z.union([z.string(), z.array(z.string())]),
        z.transform((given) => (typeof given === 'string' ? [given] : given)),
      ),
      z.array(value).check(z.maxLength(most)),
    ),
  );
