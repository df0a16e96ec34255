import { type AnswerNotice, type NoticeState, Refusal } from '@countersign/contracts';
import type { Tx } from '../change.ts';
import type { LedgerEventInput } from '../ledger-event-input.ts';
import { parseInstant } from '../parse-instant.ts';
import { letGo, pinnedUntil, refuseUnfitting } from './answer-switch.ts';
import type { NoticeStored } from './find-notice.ts';
import { moveNotices } from './write-steps.ts';

export type Answer = Pick<AnswerNotice, 'answer' | 'until' | 'comment'>;
export type Answerer = { readonly personId: string } | { readonly recipientId: string };

const longestMs = 366 * 86_400_000;
const unanswered: readonly NoticeState[] = ['nobody', 'sent', 'delivered', 'undeliverable', 'reopened'];

/** @throws Refusal CONFLICT where nothing is asked any more, or this was answered already */
export function refuseOver({ ended_at, end_reason, state }: NoticeStored): void {
  if (ended_at)
    throw new Refusal('CONFLICT', 'Nothing is asked any more: the notice has ended.', { why: end_reason });
  if (state === 'proven')
    throw new Refusal('CONFLICT', 'Traffic has proven already that you moved.', { state });
}

function untilOf({ answer, until: given }: Answer, at: Date): Date | null {
  if (answer !== 'time-asked') return null;
  if (given === undefined)
    throw new Refusal('BAD_INPUT', 'Say until when you need time.', { field: 'until' });
  const until = parseInstant(given, 'until');
  if (until <= at) throw new Refusal('BAD_INPUT', 'That time is over already.', { field: 'until' });
  if (until.getTime() > at.getTime() + longestMs)
    throw new Refusal('BAD_INPUT', 'That is more than a year from now.', { field: 'until' });
  return until;
}

/** A cadence that is over between two looks of the clock is not proven a minute late. */
async function lookAgain(tx: Tx, { id, cadence_minutes: cadence }: NoticeStored): Promise<void> {
  if (cadence === null || cadence > 60) return;
  await tx.query(
    "SELECT graphile_worker.add_job('notice.follow', '{}'::json, run_at := $1, job_key := $2, max_attempts := 3)",
    [new Date(tx.at.getTime() + cadence * 60_000), `notice.follow ${id}`],
  );
}

const answersOf = (kind: NoticeStored['kind']): readonly Answer['answer'][] =>
  kind === 'switch' ? ['acknowledged', 'objected', 'pinned'] : ['acknowledged', 'migrated', 'time-asked'];

/** @throws Refusal CONFLICT where it was answered so already */
function refuseAgain({ kind, state }: NoticeStored, { answer }: Answer): void {
  if (answer === 'time-asked' || answer === 'pinned') return;
  const isAgain =
    answer === 'acknowledged' && kind !== 'switch' ? !unanswered.includes(state) : answer === state;
  if (isAgain) throw new Refusal('CONFLICT', 'This was answered already.', { state });
}

/**
 * What a consumer says of a notice, whoever says it and however. Of a switch the last word counts, until it has happened; then a
 * consumer that keeps the version before may let it go. @throws Refusal CONFLICT, BAD_INPUT, COMMENT_MISSING
 */
export async function writeAnswer(
  tx: Tx,
  notice: NoticeStored,
  answer: Answer,
  by: Answerer,
): Promise<LedgerEventInput> {
  refuseOver(notice);
  if (!answersOf(notice.kind).includes(answer.answer))
    throw new Refusal('BAD_INPUT', 'That is no answer to this notice.', { field: 'answer' });
  refuseAgain(notice, answer);
  const { switch: planned } = notice;
  if (planned) refuseUnfitting(planned, answer);
  const until = planned ? pinnedUntil(planned, answer) : untilOf(answer, tx.at);
  const comment = answer.comment?.trim() || null;
  const basis = 'personId' in by ? 'claimed' : 'claimed-by-mailbox';
  await moveNotices(
    tx,
    [notice.id],
    answer.answer,
    { basis, comment, ...by },
    { until, isClaim: answer.answer === 'migrated' },
  );
  if (answer.answer === 'migrated') await lookAgain(tx, notice);
  if (planned?.ended) await letGo(tx, notice.id);
  return {
    event: 'notice.answered',
    subject: { kind: 'version', id: notice.version_id },
    modelId: notice.model_id,
    versionId: notice.version_id,
    data: {
      notice: notice.id,
      ...(notice.recall_id ? { recall: notice.recall_id } : {}),
      ...(planned ? { switch: planned.id } : {}),
      answer: answer.answer,
      basis,
      ...('recipientId' in by ? { recipient: by.recipientId } : {}),
      ...(until ? { until: until.toISOString() } : {}),
    },
    ...(comment ? { records: { comment } } : {}),
  };
}
