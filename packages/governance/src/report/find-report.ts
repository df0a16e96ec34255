import { Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { requireReporter } from './report-authority.ts';
import { type ReportStored, reportSelect } from './report-row.ts';

/**
 * A report that one could make oneself now: whoever made it and lost the role since does not read it any more.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function findReport(ctx: Context, id: string): Promise<ReportStored> {
  const { rows } = await ctx.pool.query<ReportStored>(`${reportSelect} WHERE r.id = $1`, [id]);
  const row = rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such report.', { id });
  const { period } = row.definition;
  await requireReporter(ctx, {
    modelIds: row.everything ? null : row.model_ids,
    start: period && new Date(period.start),
    end: period && new Date(period.end),
    contents: row.contents,
  });
  return row;
}
