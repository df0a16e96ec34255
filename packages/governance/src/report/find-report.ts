import { Refusal } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { opensOf, requireReporter } from './report-authority.ts';
import { type ReportStored, reportSelect } from './report-row.ts';

/**
 * A report that one could make oneself now: whoever made it and lost the role since does not read it any more.
 * @throws Refusal NOT_FOUND, FORBIDDEN
 */
export async function findReport(ctx: Context, id: string): Promise<ReportStored> {
  const { rows } = await ctx.pool.query<ReportStored>(`${reportSelect} WHERE r.id = $1`, [id]);
  const row = rows[0];
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such report.', { id });
  await requireReporter(ctx, opensOf(row));
  return row;
}
