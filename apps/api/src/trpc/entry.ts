import { EntryAddress, EntryDetail, EntryFilter, EntryRow, pageOf } from '@countersign/contracts';
import { listEntries, readEntry } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const entryRouter = router({
  list: procedure
    .input(EntryFilter)
    .output(pageOf(EntryRow))
    .query(({ ctx, input }) => listEntries(ctx.by, input)),
  read: procedure
    .input(EntryAddress)
    .output(EntryDetail)
    .query(({ ctx, input }) => readEntry(ctx.by, input)),
});
