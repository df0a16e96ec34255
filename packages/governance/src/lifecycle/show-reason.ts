import { type Reason as ShownReason, sentenceOf } from '@countersign/contracts';
import type { Reason } from '@countersign/lifecycle';

/** A reason as pages print it beside a disabled button: the sentence that the server would refuse with. */
export const showReason = (reason: Reason): ShownReason => ({
  code: reason.code,
  message: sentenceOf(reason),
  ...(reason.detail ? { detail: { ...reason.detail } } : {}),
});
