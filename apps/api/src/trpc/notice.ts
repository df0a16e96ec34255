import { NoticeFilter, NoticePage } from '@countersign/contracts';
import { listNotices } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const noticeRouter = router({
  list: procedure
    .input(NoticeFilter)
    .output(NoticePage)
    .query(({ ctx, input }) => listNotices(ctx.by, input)),
});
