import {
  Page,
  Receipt,
  ReportAddress,
  ReportPage,
  ReportRequested,
  ReportRow,
  RequestReport,
} from '@countersign/contracts';
import { cancelReport, listReports, readReport, requestReport } from '@countersign/governance';
import { procedure, router } from './procedure.ts';

export const reportRouter = router({
  list: procedure
    .input(Page)
    .output(ReportPage)
    .query(({ ctx, input }) => listReports(ctx.by, input)),
  read: procedure
    .input(ReportAddress)
    .output(ReportRow)
    .query(({ ctx, input }) => readReport(ctx.by, input)),
  request: procedure
    .input(RequestReport)
    .output(ReportRequested)
    .mutation(({ ctx, input }) => requestReport(ctx.by, input)),
  cancel: procedure
    .input(ReportAddress)
    .output(Receipt)
    .mutation(({ ctx, input }) => cancelReport(ctx.by, input)),
});
