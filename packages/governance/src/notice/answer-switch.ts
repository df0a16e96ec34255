import { type AnswerNotice, Refusal, type ToldSwitch } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import { parseInstant } from '../parse-instant.ts';
import { writeSteps } from './write-steps.ts';

type Answer = Pick<AnswerNotice, 'answer' | 'until' | 'comment'>;

/** What may not be said of a switch, or not any more. @throws Refusal CONFLICT, COMMENT_MISSING */
export function refuseUnfitting({ ended }: ToldSwitch, { answer, comment }: Answer): void {
  if (ended && answer !== 'acknowledged')
    throw new Refusal('CONFLICT', 'The switch is over: only what was kept can be let go.', {
      why: ended.why,
    });
  if (answer === 'objected' && !comment?.trim())
    throw new Refusal('COMMENT_MISSING', 'Say why you object: whoever goes live reads it.', {
      field: 'comment',
    });
}

/**
 * Until when the version before is kept; null for any other answer.
 * @throws Refusal BAD_INPUT where that is before the switch or longer than the policy lets anybody
 */
export function pinnedUntil(
  { notBefore, pinsUntil, from }: ToldSwitch,
  { answer, until: given }: Answer,
): Date | null {
  if (answer !== 'pinned') return null;
  if (pinsUntil === null)
    throw new Refusal('BAD_INPUT', 'The policy lets nobody keep the version before.', { field: 'answer' });
  if (given === undefined)
    throw new Refusal('BAD_INPUT', `Say until when you keep ${from}.`, { field: 'until' });
  const until = parseInstant(given, 'until');
  if (until <= new Date(notBefore))
    throw new Refusal('BAD_INPUT', 'That is before the switch may happen at all.', { field: 'until' });
  if (until > new Date(pinsUntil))
    throw new Refusal('BAD_INPUT', `The policy lets you keep ${from} until ${pinsUntil} at most.`, {
      field: 'until',
      most: pinsUntil,
    });
  return until;
}

/** The switch has happened and the consumer wants the version before no longer: nothing more is asked. */
export async function letGo(tx: Tx, noticeId: string): Promise<void> {
  await tx.query("UPDATE notice SET ended_at = $2, end_reason = 'pin-over' WHERE id = $1", [noticeId, tx.at]);
  await writeSteps(tx, [noticeId], { kind: 'ended', detail: { why: 'pin-over' } });
}
