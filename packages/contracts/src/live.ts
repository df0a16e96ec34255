import * as z from 'zod/mini';
import { subjectKinds } from './ledger-event.ts';

/**
 * One entry was recorded, said as ids alone: what it says is asked for by whoever may see it. `number` is the entry's,
 * `id` its subject's; `model` is a key and `version` a label, null where the entry is about none.
 */
export const LiveEvent = z.object({
  number: z.int(),
  noun: z.enum(subjectKinds),
  id: z.string(),
  model: z.nullable(z.string()),
  version: z.nullable(z.string()),
});
export type LiveEvent = z.infer<typeof LiveEvent>;

/** The stream begins, or so much came at once that it is not told one by one: everything up to `number` is to be read. */
export const LiveMark = z.object({ number: z.int() });
export type LiveMark = z.infer<typeof LiveMark>;
