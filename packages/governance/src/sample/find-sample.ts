import { Refusal, type SampleRow } from '@countersign/contracts';
import type { Context } from '../context.ts';
import { requireReporter } from '../report/report-authority.ts';
import { type SampleStored, sampleOpens, sampleSelect, toSampleRow } from './sample-row.ts';

/** A sample that one could freeze oneself now. @throws Refusal NOT_FOUND, FORBIDDEN */
export async function findSample(ctx: Context, id: string): Promise<SampleStored> {
  const { rows } = await ctx.pool.query<SampleStored>(`${sampleSelect} WHERE s.id = $1`, [id]);
  const [row] = rows;
  if (!row) throw new Refusal('NOT_FOUND', 'There is no such sample.', { id });
  await requireReporter(ctx, sampleOpens(row));
  return row;
}

/** One sample with how far it is. @throws Refusal NOT_FOUND, FORBIDDEN */
export const readSample = async (ctx: Context, { id }: { id: string }): Promise<SampleRow> =>
  toSampleRow(await findSample(ctx, id));
