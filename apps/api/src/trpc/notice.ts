import {
  AcceptRisk,
  AnswerByLink,
  AnswerNotice,
  LinkedNotice,
  NoticeAnswered,
  NoticeDetail,
  NoticeFilter,
  NoticePage,
  NoticeRef,
  NoticeReminded,
  OpenLink,
  PasskeyGrant,
  PrepareRisk,
} from '@countersign/contracts';
import {
  acceptRisk,
  answerByLink,
  answerNotice,
  listNotices,
  openNoticeLink,
  prepareRisk,
  readNotice,
  remindNotice,
} from '@countersign/governance';
import { openProcedure, procedure, router } from './procedure.ts';

export const noticeRouter = router({
  list: procedure
    .input(NoticeFilter)
    .output(NoticePage)
    .query(({ ctx, input }) => listNotices(ctx.by, input)),
  read: procedure
    .input(NoticeRef)
    .output(NoticeDetail)
    .query(({ ctx, input }) => readNotice(ctx.by, input)),
  answer: procedure
    .input(AnswerNotice)
    .output(NoticeAnswered)
    .mutation(({ ctx, input }) => answerNotice(ctx.by, input)),
  remind: procedure
    .input(NoticeRef)
    .output(NoticeReminded)
    .mutation(({ ctx, input }) => remindNotice(ctx.by, input)),
  prepareRisk: procedure
    .input(PrepareRisk)
    .output(PasskeyGrant)
    .mutation(({ ctx, input }) => prepareRisk(ctx.by, input)),
  acceptRisk: procedure
    .input(AcceptRisk)
    .output(NoticeAnswered)
    .mutation(({ ctx, input }) => acceptRisk(ctx.by, input)),

  /** A change by its method, so that the secret travels in a body. Whoever reads the mailbox needs no account. */
  openLink: openProcedure
    .input(OpenLink)
    .output(LinkedNotice)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const opened = await openNoticeLink(ctx.house, input);
      succeeded();
      return opened;
    }),
  answerByLink: openProcedure
    .input(AnswerByLink)
    .output(NoticeAnswered)
    .mutation(async ({ ctx, input }) => {
      const succeeded = ctx.visit.countAttempt();
      const answered = await answerByLink(ctx.house, input);
      succeeded();
      return answered;
    }),
});
