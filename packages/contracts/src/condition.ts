import * as z from 'zod/mini';
import { StatedUses } from './goal.ts';
import { Id, Instant } from './primitives.ts';

/**
 * What an endorsement at approval holds under: for fewer uses, until an earlier day, provided that findings close. It
 * is signed with the record; the earliest of all days is the approval's end.
 */
export const ApprovalCondition = z.object({
  uses: z.nullable(StatedUses),
  until: z.nullable(Instant),
  findings: z.array(z.object({ findingId: Id, closeBy: Instant })).check(z.maxLength(50)),
});
export type ApprovalCondition = z.infer<typeof ApprovalCondition>;

export const ConditionView = z.object({
  uses: z.nullable(z.array(z.string())),
  until: z.nullable(Instant),
  findings: z.array(z.object({ findingId: Id, name: z.string(), closeBy: Instant, closed: z.boolean() })),
});
export type ConditionView = z.infer<typeof ConditionView>;
