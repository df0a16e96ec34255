import { InboxItem, Page, pageOf } from '@countersign/contracts';
import { procedure, router } from './procedure.ts';
import { listInbox } from './use-cases.ts';

export const inboxRouter = router({
  list: procedure
    .input(Page)
    .output(pageOf(InboxItem))
    .query(({ ctx, input }) => listInbox(ctx.by, input)),
});
