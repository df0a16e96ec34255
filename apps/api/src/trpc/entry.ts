import { EntryAddress, EntryDetail, EntryFilter, EntryProof, EntryRow, pageOf } from '@countersign/contracts';
import { listEntries, readEntry, readProof } from '@countersign/governance';
import * as z from 'zod/mini';
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
  proof: procedure
    .input(EntryAddress)
    .output(z.nullable(EntryProof))
    .query(({ ctx, input }) => readProof(ctx.by, input)),
});
