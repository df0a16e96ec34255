import type { ReportRow } from '@countersign/contracts';
import { rolesNow } from '../authority/roles-held.ts';
import type { Context } from '../context.ts';
import { findReport } from './find-report.ts';
import { toReportRow } from './report-row.ts';

/** One report with how far it is. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function readReport(ctx: Context, { id }: { id: string }): Promise<ReportRow> {
  const row = await findReport(ctx, id);
  const mayCancel =
    row.person_id === ctx.actor.id ||
    (await rolesNow(ctx, null)).some((role) => role === 'administrator' || role === 'compliance');
  return toReportRow(row, mayCancel);
}
