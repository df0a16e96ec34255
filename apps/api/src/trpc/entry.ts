import { EntryDetail, EntryFilter, EntryRow, pageOf } from '@countersign/contracts';
import { listEntries, readEntry } from '@countersign/governance';
import * as z from 'zod/mini';
import { procedure, router } from './procedure.ts';

export const entryRouter = router({
  list: procedure
    .input(EntryFilter)
    .output(pageOf(EntryRow))
    .query(({ ctx, input }) => listEntries(ctx.by, input)),
  read: procedure
    .input(z.object({ id: z.string().check(z.regex(/^\d{1,18}$/)) }))
    .output(EntryDetail)
    .query(({ ctx, input }) => readEntry(ctx.by, input)),
});
