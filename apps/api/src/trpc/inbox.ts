import { InboxFilter, InboxItem, pageOf } from '@countersign/contracts';
import { listInbox } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const inboxRouter = router({
  list: procedure
    .input(InboxFilter)
    .output(pageOf(InboxItem))
    .query(({ ctx, input }) => listInbox(ctx.by, input)),
});
