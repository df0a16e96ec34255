import {
  DeleteFilter,
  InboxFilter,
  InboxItem,
  pageOf,
  RenameFilter,
  SavedFilter,
  SaveFilter,
} from '@countersign/contracts';
import { deleteFilter, listFilters, listInbox, renameFilter, saveFilter } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const inboxRouter = router({
  list: procedure
    .input(InboxFilter)
    .output(pageOf(InboxItem))
    .query(({ ctx, input }) => listInbox(ctx.by, input)),
  filters: procedure.output(z.array(SavedFilter)).query(({ ctx }) => listFilters(ctx.by)),
  saveFilter: procedure
    .input(SaveFilter)
    .output(SavedFilter)
    .mutation(({ ctx, input }) => saveFilter(ctx.by, input)),
  renameFilter: procedure
    .input(RenameFilter)
    .output(SavedFilter)
    .mutation(({ ctx, input }) => renameFilter(ctx.by, input)),
  deleteFilter: procedure
    .input(DeleteFilter)
    .output(z.void())
    .mutation(({ ctx, input }) => deleteFilter(ctx.by, input)),
});
