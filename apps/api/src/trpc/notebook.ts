import {
  CompareNotebooks,
  NotebookComparison,
  NotebookRecords,
  NotebookRecordsFilter,
} from '@countersign/contracts';
import { compareNotebooks, readNotebookRecords } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const notebookRouter = router({
  compare: procedure
    .input(CompareNotebooks)
    .output(NotebookComparison)
    .query(({ ctx, input }) => compareNotebooks(ctx.by, input)),
  records: procedure
    .input(NotebookRecordsFilter)
    .output(NotebookRecords)
    .query(({ ctx, input }) => readNotebookRecords(ctx.by, input)),
});
