import { isSettledNotice, type NoticeRow, remindPauseMinutes } from '@countersign/contracts';
import { api } from '../../app/api.ts';
import { problemOf } from '../../app/problem.ts';
import { useCommand } from '../../app/use-command.ts';
import { Button, ProblemNote } from '../../controls/index.ts';

/** Whether a reminder would leave now: it waits an hour after whatever the consumer was told last. */
export const isRemindable = ({ ended, kind, state, raisedAt, remindedAt }: NoticeRow): boolean =>
  ended === null &&
  !isSettledNotice({ kind, state }) &&
  state !== 'nobody' &&
  state !== 'undeliverable' &&
  Date.now() - Date.parse(remindedAt ?? raisedAt) >= remindPauseMinutes * 60_000;

/** The mail that the clock would send later, now. */
export function RemindButton({ notice: { id, consumer } }: { notice: NoticeRow }) {
  const remind = useCommand(() => api.notice.remind.mutate({ noticeId: id }));
  return (
    <>
      <Button
        small
        busy={remind.isPending}
        aria-label={`Remind ${consumer.name}`}
        onClick={() => remind.mutate()}
      >
        Remind
      </Button>
      {remind.error && <ProblemNote title="Nobody was reminded" problem={problemOf(remind.error)} />}
    </>
  );
}
